// Go › title: the first title element of a UTF-8 page by the HTML standard's rules.
//
// The standard library has no HTML parser, and a search for "<title>" is no substitute: the string
// also occurs in comments, scripts and attributes. So this walks over the page's tags, and takes the
// text of elements without markup (scripts, styles, titles) as one piece.
package main

import (
	"bytes"
	"html"
	"strings"
)

// Elements whose content is text up to their end tag, whatever it looks like.
var rawText = map[string]bool{
	"script": true, "style": true, "textarea": true, "xmp": true, "iframe": true, "noembed": true,
	"noframes": true,
	// Not raw text, but a title inside belongs to the picture and not to the page.
	"svg": true,
}

// pageTitle returns the title with its character references resolved and its whitespace collapsed.
func pageTitle(page []byte) (title string, found bool) {
	for {
		start := bytes.IndexByte(page, '<')
		if start < 0 || start+1 == len(page) {
			return "", false
		}
		page = page[start:]
		switch next := page[1]; {
		case bytes.HasPrefix(page, []byte("<!--")):
			page = afterComment(page)
		case isLetter(next):
			name, rest := startTag(page)
			if name == "title" {
				text, _ := untilEndTag(rest, name)
				return collapsed(html.UnescapeString(string(text))), true
			}
			if rawText[name] {
				_, rest = untilEndTag(rest, name)
			}
			page = rest
		case next == '/' && len(page) > 2 && isLetter(page[2]):
			page = afterAttributes(page[2:])
		case next == '/' || next == '!' || next == '?':
			page = after(page, ">")
		default:
			page = page[1:]
		}
	}
}

// afterComment knows that <!--> and <!---> are whole comments.
func afterComment(page []byte) []byte {
	if bytes.HasPrefix(page, []byte("<!-->")) || bytes.HasPrefix(page, []byte("<!--->")) {
		return after(page, ">")
	}
	return after(page[len("<!--"):], "-->")
}

// startTag returns the tag's name in lower case and what follows the tag.
func startTag(page []byte) (name string, rest []byte) {
	end := 1
	for end < len(page) && !isSpace(page[end]) && page[end] != '/' && page[end] != '>' {
		end++
	}
	return strings.ToLower(string(page[1:end])), afterAttributes(page[end:])
}

// afterAttributes returns what follows the tag's '>', for which one in a quoted value does not count.
func afterAttributes(page []byte) []byte {
	for at := 0; at < len(page); at++ {
		switch page[at] {
		case '>':
			return page[at+1:]
		case '=':
			for at+1 < len(page) && isSpace(page[at+1]) {
				at++
			}
			if at+1 < len(page) && (page[at+1] == '"' || page[at+1] == '\'') {
				length := bytes.IndexByte(page[at+2:], page[at+1])
				if length < 0 {
					return nil
				}
				at += 2 + length
			}
		}
	}
	return nil
}

// untilEndTag splits the page at the end tag of the given element; without one, the text is the rest.
func untilEndTag(page []byte, name string) (text, rest []byte) {
	for at := 0; ; at++ {
		next := bytes.Index(page[at:], []byte("</"))
		if next < 0 {
			return page, nil
		}
		at += next
		end := at + len("</") + len(name)
		if end < len(page) && bytes.EqualFold(page[at+2:end], []byte(name)) &&
			(isSpace(page[end]) || page[end] == '/' || page[end] == '>') {
			return page[:at], afterAttributes(page[end:])
		}
	}
}

func after(page []byte, mark string) []byte {
	_, rest, _ := bytes.Cut(page, []byte(mark))
	return rest
}

func collapsed(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r < 128 && isSpace(byte(r)) }), " ")
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

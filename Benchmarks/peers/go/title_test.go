// Go › title: the corner cases of the scanner.
package main

import "testing"

func TestPageTitle(t *testing.T) {
	for _, test := range []struct{ page, want string }{
		{"<title>plain</title>", "plain"},
		{"<TITLE\nlang=en>\n two\t words </TITLE >", "two words"},
		{"<!-- <title>no</title> --><title>yes</title>", "yes"},
		{"<!--><title>yes</title>", "yes"},
		{"<script>'<title>no</title>'</script><title>yes</title>", "yes"},
		{"<meta content='<title>no</title>'><title>yes</title>", "yes"},
		{"<svg><title>no</title></svg><title>yes</title>", "yes"},
		{"<titles>no</titles><title>yes</title>", "yes"},
		{"<title>a <b>&amp; c</title>", "a <b>& c"},
		{"<title>one</title><title>two</title>", "one"},
		{"<title>no end", "no end"},
		{"<title>a\u00a0b</title>", "a\u00a0b"},
		{"<title>a</titles></title>", "a</titles>"},
		{"<title></title>", ""},
	} {
		if got, found := pageTitle([]byte(test.page)); !found || got != test.want {
			t.Errorf("pageTitle(%q) = %q, %v, not %q", test.page, got, found, test.want)
		}
	}
	for _, page := range []string{"", "<", "<!--<title>a</title>", "<a b='<title>a</title>", "a < b", "<script><title>a</title>"} {
		if got, found := pageTitle([]byte(page)); found {
			t.Errorf("pageTitle(%q) = %q, but there is none", page, got)
		}
	}
}

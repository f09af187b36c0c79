// Node › Title: the first title element of a page by the HTML standard's rules.
//
// The platform has no HTML parser, and a search for "<title>" is no substitute: the string also occurs in
// comments, scripts and attributes. So one expression, matched again and again from where the last match ended,
// walks over the page's tags and comments, and the text of elements without markup is taken as one piece.

const MARKUP = new RegExp(
  [
    '<!--(?:-?>|.*?(?:-->|$))', // a comment; <!--> and <!---> are whole ones
    '<[!?/].*?(?:>|$)', // what else is not an element's beginning
    '<([a-z][^\\s/>]*)((?:[^"\'>=]|=\\s*"[^"]*"|=\\s*\'[^\']*\'|=|["\'])*)>', // a start tag and its attributes
  ].join('|'),
  'gis',
);

// Elements whose content is text up to their end tag. The one inside svg belongs to the picture.
const RAW_TEXT = new Set(['script', 'style', 'textarea', 'xmp', 'iframe', 'noembed', 'noframes', 'svg', 'title']);

const REFERENCES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

/** The title with its character references resolved and its whitespace collapsed; undefined without one. */
export function pageTitle(page) {
  MARKUP.lastIndex = 0;
  for (let match = MARKUP.exec(page); match !== null; match = MARKUP.exec(page)) {
    const name = match[1]?.toLowerCase();
    if (!RAW_TEXT.has(name)) continue;
    const start = MARKUP.lastIndex;
    const end = page.slice(start).search(new RegExp(`</${name}[\\s/>]`, 'i'));
    if (name === 'title') return collapsed(resolved(page.slice(start, end < 0 ? undefined : start + end)));
    if (end < 0) return undefined;
    MARKUP.lastIndex = start + end;
  }
  return undefined;
}

/** References by number, and the few names that HTML shares with XML; pages write other letters as they are. */
function resolved(text) {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hexadecimal, decimal, name) => {
    if (name !== undefined) return REFERENCES[name] ?? whole;
    return String.fromCodePoint(hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16));
  });
}

function collapsed(text) {
  return text.split(/[ \n\t\r\f]+/).filter(Boolean).join(' ');
}

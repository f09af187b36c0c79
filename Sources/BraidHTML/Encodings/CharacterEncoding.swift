// HTML › CharacterEncoding: the encodings a web page can be in, by the Encoding Standard.
//
// Pages name their encoding with one of 228 labels, most of them historical, and browsers agreed
// long ago that a label often means more than it says: `iso-8859-1` is windows-1252 and `gb2312`
// is GBK. The standard wrote that agreement down; this type is its table of 40 encodings.
//
// Every decoder is the standard's own, over charts of our own, instead of the C library's iconv:
// glibc 2.36 disagrees with the standard about 241 characters, and about what to do after a
// malformed byte; its modules for East Asia are missing from slim and statically linked systems;
// its tables change with its version. A page should read the same everywhere.

/// A character encoding of the Encoding Standard, under the standard's name.
///
/// Corresponds to Python's `codecs` behind `webencodings`, to Go's `golang.org/x/net/html/charset`
/// and to JavaScript's `TextDecoder`.
public enum CharacterEncoding: String, CaseIterable, Sendable {
    case utf8 = "UTF-8"
    case ibm866 = "IBM866"
    case iso8859part2 = "ISO-8859-2"
    case iso8859part3 = "ISO-8859-3"
    case iso8859part4 = "ISO-8859-4"
    case iso8859part5 = "ISO-8859-5"
    case iso8859part6 = "ISO-8859-6"
    case iso8859part7 = "ISO-8859-7"
    case iso8859part8 = "ISO-8859-8"
    case iso8859part8Logical = "ISO-8859-8-I"
    case iso8859part10 = "ISO-8859-10"
    case iso8859part13 = "ISO-8859-13"
    case iso8859part14 = "ISO-8859-14"
    case iso8859part15 = "ISO-8859-15"
    case iso8859part16 = "ISO-8859-16"
    case koi8r = "KOI8-R"
    case koi8u = "KOI8-U"
    case macintosh = "macintosh"
    case windows874 = "windows-874"
    case windows1250 = "windows-1250"
    case windows1251 = "windows-1251"
    case windows1252 = "windows-1252"
    case windows1253 = "windows-1253"
    case windows1254 = "windows-1254"
    case windows1255 = "windows-1255"
    case windows1256 = "windows-1256"
    case windows1257 = "windows-1257"
    case windows1258 = "windows-1258"
    case macCyrillic = "x-mac-cyrillic"
    case gbk = "GBK"
    case gb18030 = "gb18030"
    case big5 = "Big5"
    case eucJP = "EUC-JP"
    case iso2022JP = "ISO-2022-JP"
    case shiftJIS = "Shift_JIS"
    case eucKR = "EUC-KR"
    /// Stands for encodings that were abandoned because they hide markup; decodes to one U+FFFD.
    case replacement = "replacement"
    case utf16BE = "UTF-16BE"
    case utf16LE = "UTF-16LE"
    case userDefined = "x-user-defined"

    /// The standard's name of the encoding, as in `document.characterSet`.
    public var name: String { rawValue }
}

extension CharacterEncoding {
    /// Finds an encoding by its label, as the standard's "get an encoding" does.
    ///
    /// Letter case and surrounding ASCII white space do not matter. Nil when no encoding has the label.
    public init?(label: some StringProtocol) {
        self.init(labelBytes: Array(label.utf8).span)
    }

    /// The same for a label that stands somewhere in a page.
    init?(labelBytes label: Span<UInt8>) {
        // What nearly every page says.
        if label.isEqualIgnoringCase(0..<label.count, "utf-8") {
            self = .utf8
            return
        }
        var bytes: [UInt8] = []
        for index in label.indices { bytes.append(label[index].asciiLowercased) }
        guard let encoding = Self.byLabel[Array(bytes.trimmingASCIIWhitespace())] else { return nil }
        self = encoding
    }

    /// Every label of the standard, in lower case, with its encoding.
    private static let byLabel: [[UInt8]: CharacterEncoding] = {
        var encodings: [[UInt8]: CharacterEncoding] = [:]
        for line in EncodingLabelTable.lines.split(separator: "\n") {
            let words = line.split(separator: " ")
            let encoding = CharacterEncoding(rawValue: String(words[0].dropLast()))
            for label in words.dropFirst() { encodings[Array(label.utf8)] = encoding }
        }
        return encodings
    }()

    static var labelCount: Int { byLabel.count }
}

extension CharacterEncoding {
    /// True when ASCII bytes stand for themselves wherever they mean markup, so that tags can be
    /// found without decoding.
    ///
    /// The bytes below 0x40 are never part of a longer character except in the encodings excluded
    /// here and as digits in gb18030, and after a malformed character the decoders give them back.
    public var keepsMarkupASCII: Bool {
        switch self {
        case .utf16BE, .utf16LE, .iso2022JP, .replacement: false
        default: true
        }
    }

    /// True when `]`, which ends a CDATA section, can be the second byte of a character.
    var hasBracketsAsTrailBytes: Bool {
        switch self {
        case .gbk, .gb18030, .big5, .shiftJIS, .eucKR: true
        default: false
        }
    }
}

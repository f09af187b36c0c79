#!/usr/bin/env python3
"""Writes the Encoding Standard's indexes: the code charts behind the legacy encodings.

Python's codecs are the source. Where the standard differs from them (it follows what browsers
meet, they follow the national standards' editions), the difference is written down here, and
Tests/BraidHTMLTests/EncodingIndexTests.swift pins the count of every chart.

    python3 Scripts/generate-encoding-indexes.py Sources/BraidHTML/Encodings

Notation of a chart, which holds no ASCII of its own: a letter, ideograph, digit or sign stands
for itself; `_12;` is a gap of twelve; `E000*94;` is a run of 94 code points from U+E000 (also used
for what is invisible, private or would not survive normalisation). Line ends mean nothing.
"""

import pathlib
import sys
import unicodedata

WIDTH = 96

# HKSCS-2008, the compatibility points of HKSCS-2004, control pictures and the box-drawing twins,
# which the codec lacks or maps as Taiwan's original does: @bytes, then consecutive code points.
BIG5_DIFFERENCES = """
@877A 3875 21D53 2369E 26021 3EEC 258DE 3AF5 7AFC 9F97 24161 2890D 231EA 20A8A 2325E 430A 8484
9F96 942F 4930 8613 5896 974A 9218 79D0 7A32 6660 6A29 889D 744C 7BC5 6782 7A2C 524F 9046 34E6
73C4 25DB9 74C6 9FC7 57B3 492F 544C 4131 2368E 5818 7A72 27B65 8B8F 46AE 26E88 4181 25D99 7BAE
224BC 9FC8 224C1 224C9 224CC 9FC9 8504 235BB 40B4 9FCA 44E1 2ADFF 62C1 706E 9FCB @8E69 7BB8 @8E6F
7C06 @8E7E 7CCE @8EAB 7DD2 @8EB4 7E1D @8ECD 8005 @8ED0 8028 @8F57 83C1 @8F69 84A8 @8F6E 840F @8FCB
89A6 89A9 @8FFE 8D77 @906D 90FD @907A 92B9 @90DC 975C @90F1 97FF @91BF 9F16 @9244 8503 @92AF 5159
515B 515D 515E @92C8 936E @92D1 7479 @9447 6D67 @94CA 799B @95D9 9097 @9644 975D @96ED 701E @96FC
5B28 @9B76 7201 @9B78 77D7 @9B7B 7E87 @9BC6 99D6 @9BDE 91D4 @9BEC 60DE @9BF6 6FB6 @9C42 8F36 @9C53
4FBB @9C62 71DF @9C68 9104 @9C6B 9DF0 @9C77 83CF @9CBC 5C10 79E3 @9CD0 5A67 @9D57 8F0B @9D5A 7B51
@9DC4 62D0 @9EA9 6062 @9EEF 75F9 @9EFD 6C4A @9F60 9B2E @9F66 9F17 @9FCB 50ED @9FD8 5F0C @A063 880F
@A077 62CE @A0D5 7468 @A0DF 7162 @A0E4 7250 @A145 2027 @A14E FE51 @A1C2 AF @A1E3 FF5E @A1F2 2295
2299 @A241 2215 FE68 @A244 FFE5 @A246 FFE0 FFE1 @A3C0 2400 2401 2402 2403 2404 2405 2406 2407 2408
2409 240A 240B 240C 240D 240E 240F 2410 2411 2412 2413 2414 2415 2416 2417 2418 2419 241A 241B
241C 241D 241E 241F 2421 20AC @C6CF 5EF4 @C6D3 65E0 @C6D5 7676 @C6D7 96B6 @C6DE 3003 4EDD @FA5F
5029 @FA66 507D @FABD 5305 @FAC5 5344 @FAD5 537F @FB48 5605 @FBB8 5A77 @FBF3 5E75 @FBF9 5ED0 @FC4F
5F58 @FC6C 60A4 @FCB9 6490 @FCE2 6674 @FCF1 675E @FDB7 6C9C 6E1D @FDBB 6E2F @FDF1 716E @FE52 732A
@FE6F 745C @FEAA 74E9 @FEDD 7809
"""

# GB 18030-2022 gave eighteen characters of the private area their real code points.
GB18030_2022 = {
    0xA6D9: 0xFE10, 0xA6DA: 0xFE12, 0xA6DB: 0xFE11, 0xA6DC: 0xFE13, 0xA6DD: 0xFE14, 0xA6DE: 0xFE15,
    0xA6DF: 0xFE16, 0xA6EC: 0xFE17, 0xA6ED: 0xFE18, 0xA6F3: 0xFE19, 0xFE59: 0x9FB4, 0xFE61: 0x9FB5,
    0xFE66: 0x9FB6, 0xFE67: 0x9FB7, 0xFE6D: 0x9FB8, 0xFE7E: 0x9FB9, 0xFE90: 0x9FBA, 0xFEA0: 0x9FBB,
}
# Deployed pages write 0xA3A0 for the ideographic space; 0xA8BC is the edition of 2005's.
GB18030_WEB = {0xA3A0: 0x3000, 0xA8BC: 0x1E3F}


def decoded(octets, codec):
    try:
        text = bytes(octets).decode(codec)
    except UnicodeDecodeError:
        return None
    return ord(text) if len(text) == 1 else None


def jis0208():
    """Shift_JIS's order. Its rows of user-defined characters are a rule of the decoder, not data."""
    for pointer in range(11280):
        lead, trail = divmod(pointer, 188)
        octets = [lead + (0x81 if lead < 0x1F else 0xC1), trail + (0x40 if trail < 0x3F else 0x41)]
        yield None if 8836 <= pointer <= 10715 else decoded(octets, "cp932")


def jis0212():
    for pointer in range(8836):
        octets = [0x8F, pointer // 94 + 0xA1, pointer % 94 + 0xA1]
        yield 0xFF5E if octets == [0x8F, 0xA2, 0xB7] else decoded(octets, "euc_jp")


def euc_kr():
    for pointer in range(23940):
        yield decoded([pointer // 190 + 0x81, pointer % 190 + 0x41], "cp949")


def big5():
    differences, pointer = {}, None
    for word in BIG5_DIFFERENCES.split():
        if word.startswith("@"):
            lead, trail = bytes.fromhex(word[1:])
            pointer = (lead - 0x81) * 157 + trail - (0x40 if trail < 0x7F else 0x62)
        else:
            differences[pointer] = int(word, 16)
            pointer += 1
    for pointer in range(19782):
        lead, trail = divmod(pointer, 157)
        octets = [lead + 0x81, trail + (0x40 if trail < 0x3F else 0x62)]
        yield differences.get(pointer) or decoded(octets, "big5hkscs")


def gb18030():
    for pointer in range(23940):
        lead, trail = divmod(pointer, 190)
        octets = [lead + 0x81, trail + (0x40 if trail < 0x3F else 0x41)]
        key = octets[0] << 8 | octets[1]
        yield GB18030_WEB.get(key) or GB18030_2022.get(key) or decoded(octets, "gb18030")


def gb18030_ranges():
    """Where the four-byte form's arithmetic jumps: (pointer, code point) pairs."""
    expected = None
    for pointer in range(39420):
        rest, fourth = divmod(pointer, 10)
        rest, third = divmod(rest, 126)
        first, second = divmod(rest, 10)
        octets = [first + 0x81, second + 0x30, third + 0x81, fourth + 0x30]
        # Of the codec's edition; 2005 exchanged this one with 0xA8BC, which the decoder knows.
        point = 0xE7C7 if pointer == 7457 else decoded(octets, "gb18030")
        if point is not None and point != expected and pointer != 7457:
            yield pointer, point
        expected = point + 1 if point is not None and pointer != 7457 else expected and expected + 1
    yield 189000, 0x10000


def plain(point):
    character = chr(point)
    return (
        unicodedata.category(character)[0] in "LNPS"
        and unicodedata.normalize("NFC", character) == character
        and not unicodedata.combining(character)
        and unicodedata.category(character) != "Lm"
    )


def words(chart):
    chart, at = list(chart), 0
    while at < len(chart):
        point, end = chart[at], at + 1
        while end < len(chart) and chart[end] == (None if point is None else point + end - at):
            end += 1
        if point is None:
            yield f"_{end - at};"
        elif end - at >= 8 or not plain(point):
            yield f"{point:X}*{end - at};"
        else:
            end = at + 1
            yield chr(point)
        at = end


def singles():
    """The single-byte encodings: the upper 128 code points of each, U+FFFD where there is none."""
    codecs = {
        "IBM866": "cp866", "KOI8-R": "koi8_r", "KOI8-U": "koi8_u", "macintosh": "mac_roman",
        "windows-874": "cp874", "x-mac-cyrillic": "mac_cyrillic",
    }
    codecs |= {f"ISO-8859-{part}": f"iso8859_{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)}
    codecs |= {f"windows-{page}": f"cp{page}" for page in range(1250, 1259)}
    differences = {("KOI8-U", 0xAE): 0x45E, ("KOI8-U", 0xBE): 0x40E, ("windows-1255", 0xCA): 0x5BA}
    for name in sorted(codecs):
        points = []
        for octet in range(0x80, 0x100):
            point = differences.get((name, octet)) or decoded([octet], codecs[name])
            # The standard fills a code page's holes among the C1 controls with those controls.
            points.append(octet if point is None and octet < 0xA0 else point)
        yield name, points


def text(title, why, name, chunks):
    lines, line = [], ""
    for chunk in chunks:
        if line and len(line) + len(chunk) > WIDTH:
            lines.append(line.rstrip())
            line = ""
        line += chunk
    lines.append(line.rstrip())
    body = "\n".join("        " + line for line in lines)
    return (
        f"// HTML › {title}\n//\n// Generated by Scripts/generate-encoding-indexes.py, which explains the notation; edit that.\n"
        f"{why}\nextension EncodingIndex {{\n    static let {name}Chart = \"\"\"\n{body}\n        \"\"\"\n}}\n"
    )


def main():
    folder = pathlib.Path(sys.argv[1])
    charts = {
        "Big5": ("big5", big5()), "EUC-KR": ("eucKR", euc_kr()), "GB18030": ("gb18030", gb18030()),
        "JIS0208": ("jis0208", jis0208()), "JIS0212": ("jis0212", jis0212()),
    }
    for title, (name, chart) in charts.items():
        content = text(f"EncodingIndex, {title}: the chart as the Encoding Standard has it.", "", name, words(chart))
        (folder / f"EncodingIndex+{title.replace('-', '')}.swift").write_text(content)
    pairs = [f"{pointer}={point:X}" for pointer, point in gb18030_ranges()]
    content = text(
        "EncodingIndex, GB18030 ranges: where the four-byte form's arithmetic jumps.",
        "// An entry is `pointer=codepoint`.", "gb18030Ranges", [pair + " " for pair in pairs],
    )
    (folder / "EncodingIndex+GB18030Ranges.swift").write_text(content)
    content = (
        "// HTML › EncodingIndex, single bytes: the upper halves of the single-byte encodings.\n//\n"
        "// Generated by Scripts/generate-encoding-indexes.py, which explains the notation; edit that.\n\n"
        "extension EncodingIndex {\n    static let singleByteCharts: [String: String] = [\n"
    )
    for name, points in singles():
        lines, line = [], ""
        for word in words(points):
            if line and len(line) + len(word) > 80:
                lines.append(line)
                line = ""
            line += word
        lines.append(line)
        body = "\n".join("        " + line for line in lines)
        content += f'        "{name}": """\n{body}\n        """,\n'
    (folder / "EncodingIndex+SingleByte.swift").write_text(content + "    ]\n}\n")


main()

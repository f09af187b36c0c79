// HTML tests › EncodingIndex: the charts are the standard's, character for character.

import Testing

@testable import BraidHTML

/// The counts and checksums were computed from the standard's published index files.
@Suite struct EncodingIndexTests {
    private func checksum(_ index: EncodingIndex, pointers: Int) -> UInt64 {
        (0..<pointers).reduce(0) { $0 &+ UInt64($1 + 1) &* UInt64(index[$1] ?? 0) }
    }

    @Test func theBig5ChartIsTheStandards() {
        #expect(EncodingIndex.big5.mappedCount == 18590)
        #expect(checksum(.big5, pointers: 19782) == 7_019_876_945_699)
    }

    @Test func theEUCKRChartIsTheStandards() {
        #expect(EncodingIndex.eucKR.mappedCount == 17048)
        #expect(checksum(.eucKR, pointers: 23940) == 6_749_967_758_751)
    }

    @Test func theGB18030ChartIsTheStandardsOf2022() {
        #expect(EncodingIndex.gb18030.mappedCount == 23940)
        #expect(checksum(.gb18030, pointers: 23940) == 9_982_382_016_702)
    }

    @Test func theJapaneseChartsAreTheStandards() {
        #expect(EncodingIndex.jis0208.mappedCount == 7724)
        #expect(checksum(.jis0208, pointers: 11280) == 1_138_454_397_543)
        #expect(EncodingIndex.jis0212.mappedCount == 6067)
        #expect(checksum(.jis0212, pointers: 8836) == 820_884_779_544)
    }

    @Test func aPointerOutsideAChartHasNoCodePoint() {
        #expect(EncodingIndex.jis0208[-1] == nil)
        #expect(EncodingIndex.jis0208[11280] == nil)
    }

    @Test(arguments: [
        (CharacterEncoding.ibm866, 128, 41_871_282), (.iso8859part10, 128, 2_586_454),
        (.iso8859part13, 128, 4_217_228), (.iso8859part14, 128, 11_217_019),
        (.iso8859part15, 128, 2_126_122), (.iso8859part16, 128, 3_164_658),
        (.iso8859part2, 128, 2_361_556), (.iso8859part3, 121, 1_918_664),
        (.iso8859part4, 128, 2_237_146), (.iso8859part5, 128, 9_077_170),
        (.iso8859part6, 83, 6_831_930), (.iso8859part7, 125, 7_957_263),
        (.iso8859part8, 92, 7_665_929), (.iso8859part8Logical, 92, 7_665_929),
        (.koi8r, 128, 23_636_351), (.koi8u, 128, 19_412_804), (.macintosh, 128, 39_718_983),
        (.windows1250, 128, 4_356_256), (.windows1251, 128, 10_539_701),
        (.windows1252, 128, 3_860_234), (.windows1253, 125, 8_780_591),
        (.windows1254, 128, 3_900_167), (.windows1255, 118, 12_116_030),
        (.windows1256, 128, 12_760_196), (.windows1257, 126, 4_319_193),
        (.windows1258, 128, 5_233_522), (.windows874, 120, 26_122_587),
        (.macCyrillic, 128, 18_553_395),
    ])
    func aSingleByteChartIsTheStandards(_ encoding: CharacterEncoding, _ count: Int, _ sum: UInt64) throws {
        let index = try #require(EncodingIndex.singleByte[encoding])
        #expect(index.mappedCount == count)
        #expect(checksum(index, pointers: 128) == sum)
    }

    @Test func thereIsNoOtherSingleByteEncoding() {
        #expect(EncodingIndex.singleByte.count == 28)
    }
}

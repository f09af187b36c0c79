// HTML tests › XMLDeclaration: the encoding it names, and what names none.

import Testing

@testable import BraidHTML

@Suite struct XMLDeclarationTests {
    private func declared(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        return XMLDeclaration.encoding(in: bytes.span)?.name
    }

    @Test(arguments: [
        "<?xml version=\"1.0\" encoding=\"gbk\"?>", "<?xml encoding='gbk'?>", "<?xmlencoding = 'gbk'>",
    ])
    func theDeclaredEncodingIsFound(_ text: String) {
        #expect(declared(text) == "GBK")
    }

    @Test(arguments: [
        " <?xml encoding='gbk'?>", "<?xml version='1.0'?>", "<?xml encoding=gbk?>", "<?xml encoding='gbk?>",
        "<?xml encoding=' gbk'?>", "<?xml encoding='gbk'", "<?xml ?> encoding='gbk'", "<?xml encoding",
        "<?xml>",
        "<?xml encoding='?>",
    ])
    func whatDeclaresNothingIsNil(_ text: String) {
        #expect(declared(text) == nil)
    }

    @Test func utf16MeansUTF8() {
        #expect(declared("<?xml encoding='utf-16'?>") == "UTF-8")
    }
}

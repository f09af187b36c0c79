// HTML tests › TitleScanner+RawText and ScriptState: elements whose content is text, and where it ends.

import Testing

@testable import BraidHTML

@Suite struct RawTextTests {
    @Test(arguments: ["script", "style", "textarea", "xmp", "iframe", "noembed", "noframes"])
    func anElementOfTextHidesATitle(_ name: String) {
        #expect(title("<\(name)><title>no</title></x\(name)></\(name)><title>yes</title>") == "yes")
        #expect(title("<\(name)/><title>no</title>") == nil)
        #expect(title("<\(name.uppercased())><title>no</title></\(name) x='>'><title>yes</title>") == "yes")
    }

    @Test func plaintextHidesAllThatFollows() {
        #expect(title("<plaintext><title>no</title></plaintext><title>no</title>") == nil)
    }

    @Test func noscriptIsMarkupWhereScriptsAreNotRun() {
        #expect(title("<noscript><title>yes</title></noscript>") == "yes")
    }

    @Test(arguments: [
        ("<!-- <script> </script> --></script>", "yes"), ("<!-- </script>", "yes"),
        ("<!-- <script> </script>", nil),
        ("<!-- <script> --></script>", "yes"), ("<!-- <script> -- ></script></script>", "yes"),
        ("<!-- <scripts> </script>", "yes"), ("<!--><script></script>", "yes"),
        ("<!-<script></script>", "yes"),
        ("<!--<script/</script></script>", "yes"), ("<!-- <script></scripts></script>-->", nil),
        ("<!--<SCRIPT></SCRIPT></SCRIPT>", "yes"), ("<!-- - --- ><script></script>--></script>", "yes"),
        ("</scrip></script>", "yes"), ("<!--<script></script></b></script>", "yes"), ("<", nil),
        ("</script", nil),
        ("<!--<script></script/></script>", "yes"), ("<!--<script><script></script></script>", "yes"),
    ])
    func aScriptEndsWhereTheStandardSays(_ script: String, _ expected: String?) {
        #expect(title("<script>\(script)<title>yes</title>") == expected)
    }
}

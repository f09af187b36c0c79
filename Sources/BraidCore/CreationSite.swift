// CreationSite: where something was made that reports name: a goroutine, a channel, a lock.
//
// One word, whose address part is that of a literal of the program: it costs whoever keeps it one store, and whoever reads
// it in another's memory cannot see half of one. A program never unloads code whose goroutines or channels are in use.

internal import CBraidShims

@usableFromInline
@frozen
package struct CreationSite: Hashable, Sendable, CustomStringConvertible {
    @usableFromInline let word: UInt64

    /// Lines from 65,535 on are all one.
    package init(fileID: StaticString, line: UInt) {
        // Safety: keeps the address only. A static string with a pointer ends with a zero.
        word = unsafe fileID.hasPointerRepresentation ? braid_site(fileID.utf8Start, UInt64(line)) : 0
    }

    @inlinable
    init(word: UInt64) {
        self.word = word
    }

    /// Of what was not made in the program's text, or long ago by somebody else.
    @inlinable package static var unknown: CreationSite { CreationSite(word: 0) }

    /// As reports have it: `Module/File.swift:line`.
    @usableFromInline
    package var description: String {
        // Safety: a literal, which ends with a zero, is there as long as the program.
        guard word != 0, let file = unsafe braid_site_file(word) else { return "an unknown place" }
        return unsafe "\(String(cString: file)):\(braid_site_line(word))"
    }
}

// Waiting › WaitNote: what somebody who waits leaves for those who ask what he waits for.
//
// Of a fiber it is in its record, of a thread beside the word that it waits on. The order of the stores is the C header's
// matter (braid_wait_note.h); how a report reads them, that of Glimpse and ParkedThread.

internal import CBraidShims

@safe
struct WaitNote: @unchecked Sendable {
    // Safety: written by the one who waits, whose note it is, and read by others as the header says.
    private let note: UnsafeMutablePointer<braid_wait_note>

    init(_ note: UnsafeMutablePointer<braid_wait_note>) {
        // Safety: only the pointer is stored.
        unsafe self.note = note
    }

    /// Before a wait for any of several things.
    func announce(_ second: CreationSite, _ third: CreationSite, _ fourth: CreationSite, count: Int) {
        // Safety: see the property.
        unsafe braid_wait_name(note, 1, second.word)
        unsafe braid_wait_name(note, 2, third.word)
        unsafe braid_wait_name(note, 3, fourth.word)
        unsafe braid_wait_count(note, UInt32(truncatingIfNeeded: count))
    }

    /// Before a wait for a descriptor.
    func announce(_ descriptor: Int32) {
        // Safety: see the property.
        unsafe braid_wait_count(note, UInt32(bitPattern: descriptor))
    }

    @inline(__always)
    func begin(_ reason: WaitReason, of site: CreationSite) {
        // Safety: see the property.
        unsafe braid_wait_begin(note, reason.rawValue, site.word)
    }

    @inline(__always)
    func end() {
        // Safety: see the property.
        unsafe braid_wait_end(note)
    }
}

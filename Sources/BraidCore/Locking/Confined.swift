// Locking › Confined: state of an object that only one thread of control uses at a time.
//
// Guarded without the lock. Swift checks each access to a variable property of a class while the program runs, for the case
// that another access to it is still going on; on a path that makes sixty of them for a page, that is 4 % of the page. Here
// the state lies in raw memory, which is not checked. So whoever uses it sees to it that no access goes on while another
// begins: that nothing which is called with part of the state as an `inout` argument calls back.

@safe
@usableFromInline
@frozen
package struct Confined<State: ~Copyable>: ~Copyable {
    // Safety: allocated here, freed in deinit; its user is confined to one thread of control, and so is this.
    @usableFromInline let state: UnsafeMutablePointer<State>

    @inlinable
    package init(_ initial: consuming State) {
        // Safety: freed in deinit.
        unsafe state = .allocate(capacity: 1)
        unsafe state.initialize(to: initial)
    }

    @inlinable
    deinit {
        // Safety: whoever ends the value is its only user.
        unsafe state.deinitialize(count: 1)
        unsafe state.deallocate()
    }

    @inlinable
    package var value: State {
        // Safety: the rule of the file header.
        @inline(__always) _read { yield unsafe state.pointee }
        @inline(__always) nonmutating _modify { yield unsafe &state.pointee }
    }
}

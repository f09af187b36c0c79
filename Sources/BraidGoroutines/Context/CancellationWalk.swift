// Context › CancellationWalk: how an end reaches everything below the node where it began, before `cancel` returns.
//
// By a list, not by recursion: a chain of contexts may be longer than a goroutine's stack is deep.
//
// Several may end parts of one tree at the same time. Each node is ended by one of them. Another, who finds it ended, passes
// it by, but has not reached everything before that walk is over; so a walk leaves a note of the others that it met, and
// whoever has to wait for one waits for those, too. The walk itself waits for nobody.
//
// Nobody waits in a circle: a walk meets only those that began below its own beginning. One that began above would have come
// through that beginning, which this walk has ended, and would have passed it by.

internal import BraidCore

final class CancellationWalk: Sendable {
    /// The others that it met, once it is over.
    private let others = OneShot<[CancellationWalk]>()
    private let site: CreationSite

    /// - Parameter site: where the context was made that it begins with.
    init(from site: CreationSite) {
        self.site = site
    }

    /// Tells those who depend on the node where it began, and those who depend on them. To be called once.
    func tell(_ dependents: [Cancellation.Dependent], _ error: ContextError, _ cause: (any Error)?) {
        var pending = Array(dependents.reversed())
        var met: [CancellationWalk] = []
        // Let go of when the walk is over: what goes with them may be the program's, and end contexts itself.
        var told: [Cancellation.Dependent] = []
        var alarms: [Alarm] = []
        while let dependent = pending.popLast() {
            told.append(dependent)
            switch dependent {
            case .function(let function, let site): Cancellation.Dependent.run(function, site)
            case .child(let child):
                let step = child.endAlone(error, cause: cause, in: self)
                if step.isFirst {
                    child.leaveParent()
                    pending += step.dependents.reversed()
                    if let alarm = step.alarm { alarms.append(alarm) }
                } else if let other = step.walk, other !== self {
                    met.append(other)
                }
            }
        }
        others.set(met)
        for alarm in alarms { alarm.cancel() }
        withExtendedLifetime(told) {}
    }

    /// Whether everything below may not have ended when it is over, or it is not over.
    var hasMetOthers: Bool { others.value?.isEmpty != true }

    /// Parks a goroutine, blocks a plain thread.
    func waitUntilAllHaveEnded() {
        var pending = [self]
        while let walk = pending.popLast() {
            pending += walk.others.wait(.context, of: walk.site)
        }
    }
}

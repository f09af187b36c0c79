import BraidPromises
import Testing

@Suite struct TimerOrderTests {
    @Test func microtasksBeforeTimers() async throws {
        try await expectNodeOrder("microtasks-before-timers") { log in
            @Sendable func again(_ left: Int) {
                log("microtask", left)
                if left > 1 { queueMicrotask { again(left - 1) } }
            }
            setTimeout {
                log("timer 1")
                queueMicrotask { log("microtask of timer 1") }
                Promise.resolve().then { log("reaction of timer 1") }
                setTimeout { log("timer set by timer 1") }
            }
            setTimeout {
                log("timer 2")
                Promise.resolve().then { log("reaction of timer 2") }
            }
            queueMicrotask { again(5) }
            Promise.resolve().then { log("reaction") }
        }
    }

    @Test func timers() async throws {
        try await expectNodeOrder("timers", isTimed: true) { log in
            setTimeout(.milliseconds(20)) { log("20") }
            setTimeout(.milliseconds(10)) { log("10, first") }
            setTimeout(.milliseconds(1)) { log("1") }
            setTimeout(.zero) { log("0") }
            setTimeout(.milliseconds(1)) { log("1 again") }
            setTimeout(.milliseconds(10)) { log("10, second") }
            let sibling = Variable<Timeout>()
            setTimeout(.milliseconds(30)) {
                log("30, clears its sibling")
                clearTimeout(sibling.value)
            }
            sibling.value = setTimeout(.milliseconds(30)) { log("never") }
            setTimeout(.milliseconds(30)) { log("30, third") }
            let count = Variable(0)
            let interval = Variable<Timeout>()
            interval.value = setInterval(.milliseconds(40)) {
                let number = try count.get() + 1
                count.value = number
                log("interval", number)
                Promise.resolve().then { log("microtask of interval", number) }
                if number == 3 { clearTimeout(interval.value) }
            }
            clearTimeout(nil)
        }
    }

    /// Timed, because a timer's timer has its turn when its millisecond has passed, which on a busy machine is later.
    @Test func immediates() async throws {
        try await expectNodeOrder("immediates", isTimed: true) { log in
            setTimeout {
                log("timer")
                setTimeout { log("timer of the timer") }
                setImmediate {
                    log("immediate 1")
                    Promise.resolve().then { log("reaction of immediate 1") }
                }
                setImmediate { log("immediate 2") }
                clearImmediate(setImmediate { log("never") })
                queueMicrotask { log("microtask") }
            }
            setTimeout(.milliseconds(50)) {
                setImmediate {
                    log("immediate 3")
                    setImmediate { log("immediate of immediate 3") }
                    queueMicrotask { log("microtask of immediate 3") }
                }
                setImmediate { log("immediate 4") }
            }
        }
    }

    @Test func unhandledRejections() async throws {
        try await expectNodeOrder("unhandled-rejections") { log in
            onUnhandledRejection { log("unhandled:", $0.reason) }
            onRejectionHandled { _ in log("handled after all") }
            let handledAtOnce = Promise<Void>.reject(Reason("handled at once"))
            handledAtOnce.catch { _ in }
            let handledInMicrotask = Promise<Void>.reject(Reason("handled in a microtask"))
            Promise.resolve().then {
                Promise.resolve().then { handledInMicrotask.catch { _ in log("in time") } }
            }
            let handledLate = Promise<Void>.reject(Reason("handled late"))
            handledLate.then { log("never") }
            _ = Promise<Void>.reject(Reason("never handled"))
            let later = Promise<Void>.reject(Reason("handled in a timer"))
            setTimeout(.milliseconds(5)) {
                log("timer")
                later.catch { log("caught", $0) }
                _ = Promise<Void>.reject(Reason("of the timer"))
                queueMicrotask { log("microtask of the timer") }
            }
            queueMicrotask { log("microtask") }
            log("script ends")
        }
    }
}

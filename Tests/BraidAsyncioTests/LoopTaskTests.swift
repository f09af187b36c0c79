import BraidAsyncio
import BraidCore
import Testing

@Suite struct LoopTaskTests {
    @Test func tasksHaveNamesAndAreListedUntilTheyEnd() async throws {
        try await onLoop {
            let named = createTask(name: "fetch") { try await yield() }
            let numbered = createTask { try await yield() }
            #expect(LoopTask.current?.name == "Task-1")
            #expect(LoopTask.all.map(\.name) == ["Task-1", "fetch", "Task-3"])
            #expect(AnyLoopTask(named) == LoopTask.all[1])
            _ = try await gather([named, numbered])
            #expect(LoopTask.all.map(\.name) == ["Task-1"])
        }
    }

    @Test func aCallbackRunsInNoTask() async throws {
        let log = try await logOfLoop { log in
            let task = createTask { LoopTask.current?.name ?? "none" }
            task.addDoneCallback { _ in log("in the callback:", LoopTask.current?.name ?? "none") }
            log("in the task:", try await task.value)
        }
        #expect(log == ["in the callback: none", "in the task: Task-2", "run returned"])
    }

    @Test func structuredChildrenBelongToTheirTask() async throws {
        try await onLoop {
            let names = try await createTask(name: "parent") {
                async let child = LoopTask.current?.name
                let grandchild = await withTaskGroup(of: String?.self) { group in
                    group.addTask { LoopTask.current?.name }
                    return await group.next() ?? nil
                }
                return [await child, grandchild]
            }.value
            #expect(names == ["parent", "parent"])
        }
    }

    @Test func aTaskKeepsTheTaskLocalValuesOfItsCreation() async throws {
        try await onLoop {
            let task = Request.$id.withValue(7) { createTask { Request.id } }
            let id = try await task.value
            #expect(id == 7)
            #expect(Request.id == 0)
        }
    }

    @Test func aTaskTakesNoResultFromOthers() async throws {
        try await onLoop {
            let task = createTask { 1 }
            #expect(throws: InvalidStateError.taskSetsItsOwnResult) { try task.setResult(2) }
            #expect(throws: InvalidStateError.taskSetsItsOwnResult) { try task.setException(ValueError()) }
            let found = try await task.value
            #expect(found == 1)
        }
    }

    @Test func cancellingAndUncancelKeepCount() async throws {
        try await onLoop {
            let task = createTask {
                do { try await sleep(.seconds(10)) } catch is CancellationError {}
                #expect(LoopTask.current?.cancelling == 2)
                #expect(LoopTask.current?.uncancel() == 1)
                #expect(LoopTask.current?.uncancel() == 0)
                #expect(LoopTask.current?.uncancel() == 0)
                try await yield()
                return "went on"
            }
            try await yield()
            task.cancel()
            task.cancel()
            #expect(task.cancelling == 2)
            #expect(try await task.value == "went on")
            #expect(!task.cancelled)
        }
    }

    /// Python 3.13; until 3.12 the request would be thrown although it was taken back.
    @Test func uncancelTakesBackARequestThatWasNotThrownYet() async throws {
        try await onLoop {
            let value = try await createTask {
                LoopTask.current?.cancel()
                LoopTask.current?.uncancel()
                try await yield()
                return "went on"
            }.value
            #expect(value == "went on")
        }
    }

    @Test func aTaskKeepsTheMessageOfItsCancellation() async throws {
        try await onLoop {
            let waiting = createTask { try await sleep(.seconds(10)) }
            let fresh = createTask {}
            let future = Future<Void>()
            let dependent = createTask { try await future.value }
            fresh.cancel(message: "before its first step")
            try await yield()
            waiting.cancel(message: "while it waits")
            future.cancel(message: "the future's")
            _ = try await wait([waiting, fresh, dependent])
            #expect(waiting.cancelMessage == "while it waits")
            #expect(fresh.cancelMessage == "before its first step")
            #expect(dependent.cancelMessage == "the future's")
        }
    }

    @Test func aTaskThatHasEndedCannotBeCancelled() async throws {
        try await onLoop {
            let task = createTask { 1 }
            _ = try await task.value
            #expect(!task.cancel())
            #expect(task.cancelling == 0)
        }
    }
}

private enum Request {
    @TaskLocal static var id = 0
}

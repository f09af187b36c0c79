// Stress › Stress: random programs of goroutines, each checked against what must hold whatever the order.
//
// Sums, the order of what one sender sends, nothing lost or doubled, and nobody left over. A program is made from a seed,
// so a finding can be repeated: not the same interleaving, which is the kernel's, but the same program. What needs no
// real thread also runs under the seeded scheduler, where the interleaving is the seed's too.
//
// Each turn has a scheduler of its own, so that starting and stopping one is part of the stress.

internal import BraidCore
internal import BraidGoroutines
internal import BraidTesting
internal import Glibc
internal import Synchronization

struct Stress {
    private let options: Options
    private let watchdog = Watchdog()
    private let end: ContinuousClock.Instant
    private var seeds = SystemRandomNumberGenerator()
    private var programs = 0

    private static let secondsPerTurn = 2

    private init(_ options: Options) {
        self.options = options
        end = Stress.clock.now.advanced(by: .seconds(options.seconds))
    }

    private static let clock = ContinuousClock()

    static func main() {
        Verdicts.nameCrashes()
        var stress = Stress(Options(CommandLine.arguments.dropFirst()))
        stress.run()
    }

    private mutating func run() {
        while Stress.clock.now < end {
            for workers in [1, 2, 4, 8] { turn(workers: workers) }
            seededTurn()
        }
        print("\(programs) programs in \(options.seconds) seconds: nothing lost, nobody left over")
    }

    private mutating func nextProgram() -> Program {
        programs += 1
        return Program(seed: options.seed ?? seeds.next() >> 32)
    }

    private static var endOfTurn: ContinuousClock.Instant { clock.now.advanced(by: .seconds(secondsPerTurn)) }

    private mutating func turn(workers: Int) {
        let endOfTurn = min(end, Stress.endOfTurn)
        guard Stress.clock.now < endOfTurn else { return }
        let scheduler = Scheduler(workers: workers)
        watchdog.watch(scheduler)
        repeat {
            // The program before may have changed it.
            if scheduler.workerTarget != workers { scheduler.workerTarget = workers }
            let program = nextProgram()
            Verdicts.programBegins(program, workers: workers)
            let ended = WaitGroup()
            ended.add()
            scheduler.launch(
                name: "program", stackSize: nil, site: CreationSite(fileID: #fileID, line: #line)
            ) {
                program.run()
                ended.done()
            }
            ended.wait()
            // A goroutine says that it is done before it has ended. If one never does, the watchdog speaks.
            while scheduler.liveCount != 0 { usleep(100) }
            Verdicts.programEnded()
        } while Stress.clock.now < endOfTurn
        scheduler.stop()
        watchdog.watch(nil)
        Verdicts.programEnded()
    }

    private mutating func seededTurn() {
        let endOfTurn = min(end, Stress.endOfTurn)
        while Stress.clock.now < endOfTurn {
            let program = nextProgram()
            guard program.isSeedable else {
                if options.seed != nil { return }
                continue
            }
            Verdicts.programBegins(program, workers: 0)
            let order = seeds.next() >> 32
            do {
                let run = try SeededRun(seed: order) { program.run() }
                Verdicts.check(run.didEnd, "deadlock in the order of seed \(order): \(run.stranded)")
                Verdicts.check(
                    run.stranded.isEmpty, "left over in the order of seed \(order): \(run.stranded)")
            } catch {
                Verdicts.fail("in the order of seed \(order): \(error)")
            }
            Verdicts.programEnded()
        }
    }
}

// Pipelines › Pipeline: how the job is done; the four are made to be read side by side.

internal import ArgumentParser

protocol Pipeline {
    /// Fetches what the job gives out, and gives it each page as it arrives, until there is no more.
    func run(_ job: Job) throws
}

enum Model: String, CaseIterable, ExpressibleByArgument {
    case goroutines
    case asyncio
    case promises
    case sequential

    var pipeline: any Pipeline {
        switch self {
        case .goroutines: GoroutinePipeline()
        case .asyncio: AsyncioPipeline()
        case .promises: PromisePipeline()
        case .sequential: SequentialPipeline()
        }
    }
}

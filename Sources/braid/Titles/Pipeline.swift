// Titles › Pipeline: how the job is done; the four are made to be read side by side.

internal import ArgumentParser
internal import BraidHTTP

protocol Pipeline {
    /// Fetches every address, and adds each page to the report as it arrives.
    func run(_ source: AddressSource, with client: HTTPClient, into report: Report) throws
}

enum Model: String, CaseIterable, ExpressibleByArgument {
    case goroutines
    case asyncio
    case promises
    case sequential

    func pipeline(concurrency: Int) -> any Pipeline {
        switch self {
        case .goroutines: GoroutinePipeline(concurrency: concurrency)
        case .asyncio: AsyncioPipeline(concurrency: concurrency)
        case .promises: PromisePipeline(concurrency: concurrency)
        case .sequential: SequentialPipeline()
        }
    }
}

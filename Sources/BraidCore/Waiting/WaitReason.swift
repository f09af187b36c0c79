// Waiting › WaitReason: what a parked waiter waits for, in the words of a report.

package enum WaitReason: UInt8, Sendable {
    case none
    case channelReceive
    case channelSend
    case select
    case waitGroup
    case join
    case sleep
    case readable
    case writable
    case httpResponse
    case httpEngine
    case eventLoop

    package var description: String {
        switch self {
        case .none: "nothing"
        case .channelReceive: "channel receive"
        case .channelSend: "channel send"
        case .select: "select"
        case .waitGroup: "WaitGroup.wait"
        case .join: "Spawned.join"
        case .sleep: "sleep"
        case .readable: "readable descriptor"
        case .writable: "writable descriptor"
        case .httpResponse: "HTTP response"
        case .httpEngine: "HTTP engine"
        case .eventLoop: "EventLoop.run"
        }
    }
}

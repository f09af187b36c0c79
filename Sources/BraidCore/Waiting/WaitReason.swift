// Waiting › WaitReason: what a parked waiter waits for, in the words of a report.

@usableFromInline
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
    case httpRequest
    case httpEngine
    case eventLoop
    case mutex
    case readLock
    case writeLock
    case once
    case condition
    case semaphore
    case barrier
    case singleFlight
    case errGroup
    case nursery
    case context

    /// Set in a fiber's visible reason by who has seen it wait; the fiber writes a new reason without it.
    static let seen: UInt8 = 0x80

    /// From what is visible of a fiber.
    init(visible: UInt8) {
        self = WaitReason(rawValue: visible & ~WaitReason.seen) ?? .none
    }

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
        case .httpRequest: "HTTP request"
        case .httpEngine: "HTTP engine"
        case .eventLoop: "EventLoop.run"
        case .mutex: "Sync.Mutex.lock"
        case .readLock: "Sync.RWMutex.readLock"
        case .writeLock: "Sync.RWMutex.lock"
        case .once: "Sync.Once"
        case .condition: "Sync.Cond.wait"
        case .semaphore: "Sync.Semaphore.acquire"
        case .barrier: "Sync.Barrier.wait"
        case .singleFlight: "SingleFlight"
        case .errGroup: "ErrGroup"
        case .nursery: "withGoroutines"
        case .context: "Cancel"
        }
    }

    /// What is waited for, as far as it is a thing that somebody has made.
    var thing: String? {
        switch self {
        case .none, .sleep, .readable, .writable, .httpResponse, .httpRequest, .httpEngine, .eventLoop: nil
        case .channelReceive, .channelSend, .select: "channel"
        case .waitGroup: "WaitGroup"
        case .join: "goroutine"
        case .mutex: "Sync.Mutex"
        case .readLock, .writeLock: "Sync.RWMutex"
        case .once: "Sync.Once"
        case .condition: "Sync.Cond"
        case .semaphore: "Sync.Semaphore"
        case .barrier: "Sync.Barrier"
        case .singleFlight: "SingleFlight"
        case .errGroup: "ErrGroup"
        case .nursery: "nursery"
        case .context: "context"
        }
    }
}

// Messages › ReceivedFields: the fields of a response, made when they are first asked for, and then kept.
//
// A response may be read by many threads at once, so the one who is first to have made the fields keeps them for all.

internal import HTTPTypes
internal import Synchronization

/// The fields of a response. From any thread.
final class ReceivedFields: Sendable {
    private final class Made: Sendable {
        let fields: HTTPFields

        init(_ fields: HTTPFields) {
            self.fields = fields
        }
    }

    private let block: FieldBlock
    private let made = AtomicLazyReference<Made>()

    /// Fields that came from a server.
    init(_ block: FieldBlock) {
        self.block = block
    }

    /// Fields that somebody made.
    init(_ fields: HTTPFields) {
        block = FieldBlock()
        _ = made.storeIfNil(Made(fields))
    }

    /// All of them.
    var all: HTTPFields {
        if let made = made.load() { return made.fields }
        return made.storeIfNil(Made(block.fields)).fields
    }

    /// What `all[name]` says, without making the others.
    subscript(name: HTTPField.Name) -> String? {
        if let made = made.load() { return made.fields[name] }
        return block[name]
    }
}

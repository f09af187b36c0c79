@testable import BraidGoroutines
import Testing

@Suite struct ChannelWordTests {
    @Test func everyChangeMakesItAnotherAndItsOppositeDoesToo() {
        let there: [(ChannelWord) -> ChannelWord] = [\.withOneMore, \.withReceivers, \.withSenders]
        let back: [(ChannelWord) -> ChannelWord] = [\.withOneLess, \.withoutReceivers, \.withoutSenders]
        for (there, back) in zip(there, back) {
            let empty = ChannelWord(0)
            let full = there(empty)
            #expect(full != empty)
            #expect(back(full) != empty)
            #expect(state(of: back(full)) == state(of: empty))
        }
    }

    @Test func aChangeTouchesNothingElse() {
        let word = ChannelWord(0).withOneMore.withOneMore.withReceivers.closing.withSenders
        #expect(state(of: word) == State(count: 2, isClosed: true, receiversWait: true, sendersWait: true))
        #expect(
            state(of: word.withoutReceivers.withOneLess)
                == State(count: 1, isClosed: true, receiversWait: false, sendersWait: true))
        #expect(
            state(of: word.withoutSenders)
                == State(count: 2, isClosed: true, receiversWait: true, sendersWait: false))
    }

    @Test func theNumberOfChangesComesRound() {
        let last = ChannelWord(UInt64.max << 32)
        #expect(last.withOneMore == ChannelWord(1))
        #expect(last.withOneMore.withOneLess == ChannelWord(1 << 32))
    }

    @Test func theMostValuesFillNoFlag() {
        let almost = ChannelWord(UInt64(ChannelWord.mostValues) - 1)
        #expect(almost.hasOnlyRoom(of: ChannelWord.mostValues))
        let full = almost.withOneMore
        #expect(!full.hasOnlyRoom(of: ChannelWord.mostValues))
        #expect(full.count == Int(ChannelWord.mostValues))
        #expect(!full.isClosed && !full.receiversWait && !full.sendersWait)
    }

    @Test func whoSeesItKnowsWhoMustWait() {
        let empty = ChannelWord(0)
        #expect(!empty.promisesValue && empty.promisesRoom(of: 1) && !empty.promisesRoom(of: 0))
        #expect(empty.withOneMore.promisesValue && !empty.withOneMore.promisesRoom(of: 1))
        #expect(!empty.withReceivers.promisesValue && empty.withReceivers.promisesRoom(of: 0))
        #expect(empty.withSenders.promisesValue && !empty.withSenders.promisesRoom(of: 0))
        #expect(empty.closing.promisesValue && empty.closing.promisesRoom(of: 0))
    }

    @Test func whatConcernsOthersDoesNotGoThroughTheRingAlone() {
        let one = ChannelWord(0).withOneMore
        #expect(one.hasOnlyRoom(of: 2) && one.hasOnlyValues)
        #expect(!one.withReceivers.hasOnlyRoom(of: 2) && !one.closing.hasOnlyRoom(of: 2))
        #expect(one.closing.hasOnlyValues && !one.withSenders.hasOnlyValues)
        #expect(!ChannelWord(0).closing.hasOnlyValues && !ChannelWord(0).withReceivers.hasOnlyValues)
    }

    private struct State: Equatable {
        let count: Int
        let isClosed: Bool
        let receiversWait: Bool
        let sendersWait: Bool
    }

    private func state(of word: ChannelWord) -> State {
        State(
            count: word.count, isClosed: word.isClosed, receiversWait: word.receiversWait,
            sendersWait: word.sendersWait)
    }
}

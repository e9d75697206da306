package io.eventcore.testkit;

import java.util.List;
import java.util.function.UnaryOperator;

/** Stores that treat their callers badly, with the tests that must notice them. */
final class AnswerMutations {

    private AnswerMutations() {}

    static List<Mutation> answers() {
        return List.of(
                Mutation.of(
                        "asynchronous appends are forgotten",
                        BrokenAnswers::forgettingAsynchronousAppends,
                        "anAsynchronousAppendDoesWhatABlockingOneDoes",
                        "blockingAndAsynchronousAppendsGiveTheSameAnswers"),
                Mutation.of(
                        "asynchronous appends throw",
                        BrokenAnswers::throwingInsteadOfFailingTheFuture,
                        "anAsynchronousAppendFailsItsFutureAndDoesNotThrow"),
                Mutation.of(
                        "blocking appends wrap their failures",
                        BrokenAnswers::wrappingFailures,
                        "blockingAndAsynchronousAppendsGiveTheSameAnswers"),
                Mutation.of(
                        "interruptions are swallowed",
                        BrokenAnswers::swallowingInterruptions,
                        "aCallerThatIsInterruptedLearnsItAndTheStoreGoesOn"),
                Mutation.of(
                        "only a few may read at once",
                        BrokenAnswers::refusingMoreThanAFewReaders,
                        "manyCallersAtOnceAllGetTheirAnswer"),
                Mutation.of(
                        "the store stays open",
                        BrokenAnswers::stayingOpen,
                        "aClosedStoreRefusesAppends",
                        "aClosedStoreRefusesReadsAndCommands",
                        "aClosedStoreRefusesTheFeed",
                        "aClosedStoreRefusesProjections",
                        "closingTwiceIsClosingOnce"),
                Mutation.of(
                        "the store fails when it is closed twice",
                        BrokenAnswers::failingToCloseTwice,
                        "closingTwiceIsClosingOnce"),
                Mutation.of(
                                "a store of objects refuses some of them",
                                UnaryOperator.identity(),
                                "aNulCharacterInAPayloadFailsItsOwnAppendOnly",
                                "aPayloadThatCannotBeSerialisedFailsItsOwnAppendOnly")
                        .inAStoreOfObjects(),
                Mutation.of(
                        "some appends get no answer",
                        BrokenAnswers::leavingSomeAppendsWithoutAnAnswer,
                        "everyAppendThatWasAcceptedHasAnAnswerWhenCloseReturns"));
    }
}

package io.eventcore.examples.demo;

/**
 * What a run must hold to count as good.
 *
 * @param moneyConserved the accounts hold together what they held before
 * @param noneBelowZero no account was overdrawn
 * @param loggedOnce the log holds exactly the transfers that were reported as committed
 * @param readModelEqualsLog the table {@code balances} is the fold of the log, over all runs
 * @param allAnswered every transfer was committed or rejected
 */
record Verdict(
        boolean moneyConserved,
        boolean noneBelowZero,
        boolean loggedOnce,
        boolean readModelEqualsLog,
        boolean allAnswered) {

    boolean isGood() {
        return moneyConserved && noneBelowZero && loggedOnce && readModelEqualsLog && allAnswered;
    }
}

package io.eventcore.torture.workload;

/** What a command decides. "First" is the first stream that it names. */
enum Rule {
    /** Adds the amount to the first. */
    DEPOSIT,
    /** Takes the amount from the first, or refuses if there is less. */
    WITHDRAW,
    /** Takes the amount from the first and adds it to the last of the boundary, or refuses if there is less. */
    TRANSFER,
    /** Takes the amount from the first, or refuses if there is anything else. */
    EXACT,
    /** Takes all from the first; there is nothing to do if it is empty. */
    EMPTY,
    /** Adds the amount to the first if the sum of the others, which are only read, is even; there is nothing to do if it is odd. */
    GUARD,
    /** Only looks: refuses if the sum of all is less than the amount, else there is nothing to do. */
    LOOK
}

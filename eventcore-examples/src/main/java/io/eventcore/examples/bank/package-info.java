/**
 * Bank accounts, the smallest useful example: a transfer reads two accounts and writes to both, or to neither.
 *
 * <p>Start with {@link io.eventcore.examples.bank.AccountEvent} and {@link io.eventcore.examples.bank.Transfer}.
 */
@NullMarked
package io.eventcore.examples.bank;

import org.jspecify.annotations.NullMarked;

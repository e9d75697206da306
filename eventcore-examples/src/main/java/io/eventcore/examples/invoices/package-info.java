/** Invoice numbers without gaps, from a stream that everybody wants. */
@NullMarked
package io.eventcore.examples.invoices;

import org.jspecify.annotations.NullMarked;

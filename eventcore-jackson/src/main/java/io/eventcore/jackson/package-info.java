/** Payloads as JSON by Jackson, and the checks that what is stored can be read back. */
@NullMarked
package io.eventcore.jackson;

import org.jspecify.annotations.NullMarked;

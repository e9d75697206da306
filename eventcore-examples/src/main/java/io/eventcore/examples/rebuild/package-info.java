/** A read model is built anew while readers read the old one. */
@NullMarked
package io.eventcore.examples.rebuild;

import org.jspecify.annotations.NullMarked;

/** What the storage adapters share with the codec. */
@NullMarked
package io.eventcore.jackson.internal;

import org.jspecify.annotations.NullMarked;

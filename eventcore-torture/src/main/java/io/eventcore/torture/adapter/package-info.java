/** How a store of any kind is put under the run. */
@NullMarked
package io.eventcore.torture.adapter;

import org.jspecify.annotations.NullMarked;

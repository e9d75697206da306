/** Faults of the network, the server and the client, against real servers over real sockets. */
@NullMarked
package io.eventcore.postgres.faults;

import org.jspecify.annotations.NullMarked;

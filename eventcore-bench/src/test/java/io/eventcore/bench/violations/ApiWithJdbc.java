package io.eventcore.bench.violations;

import java.sql.Connection;

/** An API that knows a technology. */
record ApiWithJdbc(Connection connection) {}

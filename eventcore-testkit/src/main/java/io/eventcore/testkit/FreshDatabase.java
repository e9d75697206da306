package io.eventcore.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A {@link String} parameter of a test that gets the JDBC URL, with user and password, of an empty PostgreSQL database of its
 * own. Nothing else is needed: the server is the {@link TestPostgres} that all tests of the JVM share.
 *
 * <pre>{@code
 * private EventStore store;
 *
 * @BeforeEach
 * void open(@FreshDatabase String url) {
 *     store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(AccountEvent.class));
 *     store.initialize();
 * }
 * }</pre>
 *
 * <p>A test has one database, in whichever of its methods the parameter stands: constructor, {@code @BeforeEach}, the test
 * itself, {@code @AfterEach}. It is dropped after the test and its {@code @AfterEach} methods. A parameter of {@code
 * @BeforeAll} gets one for the whole class; the tests of this class then share it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
@ExtendWith(TestPostgresExtension.class)
public @interface FreshDatabase {}

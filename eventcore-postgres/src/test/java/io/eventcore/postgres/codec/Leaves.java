package io.eventcore.postgres.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;

/** Values of the JDK's types that are likely to break a codec. */
@SuppressWarnings("JavaUtilDate") // users have them
final class Leaves {

    private static final LocalDateTime TWICE = LocalDateTime.parse("2026-10-25T02:30:00.000000001");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Map<Class<?>, List<?>> VALUES = values();

    private Leaves() {}

    static Object of(Class<?> type, Random random) {
        List<?> values = VALUES.get(type);
        if (values == null) {
            throw new AssertionError("no values of " + type);
        }
        return values.get(random.nextInt(values.size()));
    }

    private static Map<Class<?>, List<?>> values() {
        Map<Class<?>, List<?>> values = new HashMap<>();
        both(values, int.class, Integer.class, List.of(0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE));
        both(values, long.class, Long.class, List.of(0L, Long.MIN_VALUE, Long.MAX_VALUE, (1L << 53) + 1));
        both(values, short.class, Short.class, List.of((short) 0, Short.MIN_VALUE));
        both(values, byte.class, Byte.class, List.of((byte) 0, Byte.MIN_VALUE));
        both(values, boolean.class, Boolean.class, List.of(true, false));
        both(values, char.class, Character.class, List.of('a', '"', '\\', '\u2028', '\uffff', ' ', '\u0001'));
        both(
                values,
                double.class,
                Double.class,
                List.of(0.0, -0.0, 0.1, 1e300, -1e-300, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 1e22));
        both(
                values,
                float.class,
                Float.class,
                List.of(0f, -0f, 0.1f, Float.MAX_VALUE, Float.MIN_VALUE, Float.NaN, Float.POSITIVE_INFINITY));
        values.put(String.class, List.of("", "a", "\"\\\n\t\u0001", "\ud83d\ude00", "\\u0000", "1E+3", "null", "{}"));
        values.put(
                BigDecimal.class,
                List.of(
                        BigDecimal.ZERO,
                        new BigDecimal("0.00"),
                        new BigDecimal("1E+3"),
                        new BigDecimal("0E+7"),
                        new BigDecimal("-1.50"),
                        new BigDecimal("1E-1638"),
                        new BigDecimal("12345678901234567890.123456789")));
        values.put(
                BigInteger.class,
                List.of(BigInteger.ZERO, BigInteger.TWO.pow(2_000).negate(), BigInteger.TEN.pow(1_000)));
        times(values);
        values.put(UUID.class, List.of(new UUID(0, 0), new UUID(Long.MIN_VALUE, -1)));
        values.put(URI.class, List.of(URI.create("https://a.example/b?c=%20#d"), URI.create("urn:x:y")));
        values.put(Currency.class, List.of(Currency.getInstance("EUR"), Currency.getInstance("JPY")));
        values.put(Locale.class, List.of(Locale.GERMANY, Locale.ENGLISH, Locale.forLanguageTag("zh-Hant-TW")));
        values.put(OptionalInt.class, List.of(OptionalInt.empty(), OptionalInt.of(-1)));
        values.put(OptionalLong.class, List.of(OptionalLong.empty(), OptionalLong.of(Long.MAX_VALUE)));
        values.put(OptionalDouble.class, List.of(OptionalDouble.empty(), OptionalDouble.of(-0.0)));
        values.put(DayOfWeek.class, List.of(DayOfWeek.values()));
        return values;
    }

    private static void times(Map<Class<?>, List<?>> values) {
        values.put(Instant.class, List.of(Instant.EPOCH, Instant.parse("-0001-01-01T00:00:00.000000001Z")));
        values.put(LocalDate.class, List.of(LocalDate.MIN, LocalDate.MAX, LocalDate.of(2026, 2, 28)));
        values.put(LocalDateTime.class, List.of(TWICE, LocalDateTime.MIN));
        values.put(LocalTime.class, List.of(LocalTime.MIN, LocalTime.MAX));
        values.put(
                OffsetDateTime.class,
                List.of(
                        OffsetDateTime.parse("2026-01-01T12:00:00+02:00"),
                        OffsetDateTime.parse("2026-01-01T12:00:00Z"),
                        OffsetDateTime.of(TWICE, ZoneOffset.ofHoursMinutesSeconds(-1, -2, -3))));
        values.put(OffsetTime.class, List.of(OffsetTime.of(1, 2, 3, 4, ZoneOffset.ofHours(5)), OffsetTime.MAX));
        values.put(
                ZonedDateTime.class,
                List.of(
                        ZonedDateTime.ofLocal(TWICE, BERLIN, ZoneOffset.ofHours(1)),
                        ZonedDateTime.ofLocal(TWICE, BERLIN, ZoneOffset.ofHours(2)),
                        ZonedDateTime.of(TWICE, ZoneOffset.UTC),
                        ZonedDateTime.of(TWICE, ZoneId.of("UTC")),
                        ZonedDateTime.of(TWICE, ZoneId.of("GMT+2"))));
        values.put(Duration.class, List.of(Duration.ZERO, Duration.ofSeconds(-1, 1), Duration.ofDays(10_000)));
        values.put(Period.class, List.of(Period.ZERO, Period.of(-1, 2, 30)));
        values.put(Year.class, List.of(Year.of(2026), Year.of(-1)));
        values.put(YearMonth.class, List.of(YearMonth.of(2026, 12), YearMonth.of(1, 1)));
        values.put(MonthDay.class, List.of(MonthDay.of(2, 29)));
        values.put(ZoneId.class, List.of(BERLIN, ZoneId.of("UTC"), ZoneOffset.UTC, ZoneOffset.ofHours(3)));
        values.put(ZoneOffset.class, List.of(ZoneOffset.UTC, ZoneOffset.ofHoursMinutesSeconds(1, 2, 3)));
        values.put(Date.class, List.of(new Date(0), new Date(1_234_567_890_123L)));
    }

    private static void both(Map<Class<?>, List<?>> values, Class<?> primitive, Class<?> boxed, List<?> some) {
        values.put(primitive, some);
        values.put(boxed, some);
    }
}

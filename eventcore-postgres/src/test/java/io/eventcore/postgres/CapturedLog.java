package io.eventcore.postgres;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What is logged from one level on. */
final class CapturedLog {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;

    /** Captures a logger of its own, so that tests that run at the same time do not mix. */
    static CapturedLog of(String name, Level level) {
        return new CapturedLog(new LoggerContext().getLogger(name), level);
    }

    private CapturedLog(Logger logger, Level level) {
        this.logger = logger;
        logger.setLevel(level);
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                lines.add(event.getLevel() + " " + event.getFormattedMessage());
            }
        };
        appender.start();
        logger.addAppender(appender);
    }

    org.slf4j.Logger logger() {
        return logger;
    }

    List<String> lines() {
        return lines;
    }
}

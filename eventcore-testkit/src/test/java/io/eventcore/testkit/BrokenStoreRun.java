package io.eventcore.testkit;

import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.memory.InMemoryEventStore;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The contract on a broken store, in small. Run by {@link MutationTableTest} only, which names the mutation. */
@ExtendWith(BrokenStoreRun.Named.class)
class BrokenStoreRun extends EventStoreContract {

    /** The configuration parameter that names the mutation. */
    static final String MUTATION = "eventcore.mutation";

    private static final ContractSizes SMALL =
            new ContractSizes(100, 300, 8, 20, 200, 200, 20, 1_500, 20, 50, Duration.ofSeconds(3));

    private final Mutation mutation;

    BrokenStoreRun(Mutation mutation) {
        this.mutation = mutation;
    }

    @Override
    protected EventStore newStore(EventTypes types) {
        return mutation.breakage()
                .apply(new SerializingStore(
                        InMemoryEventStore.builder(types).withoutCodec().build()));
    }

    @Override
    protected boolean serializesPayloads() {
        return mutation.serializes();
    }

    @Override
    protected Duration feedDuration() {
        return Duration.ofSeconds(1);
    }

    @Override
    ContractSizes sizes() {
        return SMALL;
    }

    /** Looks the mutation up by its name. */
    static final class Named implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Mutation.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            String name = context.getConfigurationParameter(MUTATION).orElseThrow();
            return MutationTable.named(name);
        }
    }
}

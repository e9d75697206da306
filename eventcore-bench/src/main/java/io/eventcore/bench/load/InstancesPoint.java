package io.eventcore.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.json.JsonMapper;

/** Several processes, each with a store of its own, on one server and the same accounts. */
final class InstancesPoint implements Point {

    private final List<Instance> instances = new ArrayList<>();
    private final Tally tally;
    private Counts counts = Counts.NOTHING;

    private InstancesPoint(Tally tally) {
        this.tally = tally;
    }

    /**
     * Starts them, and lets each work alone for a while, so that its code is compiled.
     *
     * @param inFlight of all together
     * @param warmUp how long each works alone
     * @param patience how long one may be silent beyond its turn
     */
    static InstancesPoint start(
            int size, Ledger ledger, int inFlight, Accounts accounts, Duration warmUp, Duration patience)
            throws IOException, InterruptedException, DataFormatException {
        InstancesPoint point = new InstancesPoint(ledger.tally());
        try {
            for (int nth = 1; nth <= size; nth++) {
                String name = "Instance " + nth + " of " + size;
                point.instances.add(Instance.start(name, InstanceApp.class, patience));
            }
            InstanceTask task = new InstanceTask(ledger.database().url(), inFlight / size, accounts);
            point.instances.forEach(
                    instance -> instance.tell(JsonMapper.shared().writeValueAsString(task)));
            for (Instance instance : point.instances) {
                instance.answer(Duration.ZERO);
            }
            for (Instance instance : point.instances) {
                point.run(List.of(instance), warmUp);
            }
            return point;
        } catch (Exception | Error e) {
            point.close();
            throw e;
        }
    }

    List<Instance> instances() {
        return instances;
    }

    @Override
    public String label() {
        return Labels.number(size());
    }

    @Override
    public long size() {
        return instances.size();
    }

    /** What all did together, in the time of the slowest. */
    @Override
    public Work run(Duration time) throws InterruptedException, DataFormatException {
        return run(instances, time);
    }

    private Work run(List<Instance> some, Duration time) throws InterruptedException, DataFormatException {
        some.forEach(instance -> instance.tell(time.toString()));
        long count = 0;
        long nanos = 0;
        Histogram latencies = new Histogram(3);
        for (Instance instance : some) {
            InstanceAnswer answer = JsonMapper.shared().readValue(instance.answer(time), InstanceAnswer.class);
            count += answer.count();
            nanos = Math.max(nanos, answer.nanos());
            latencies.add(answer.histogram());
            counts = counts.plus(answer.counts());
            tally.add(answer.adds());
        }
        return new Work(count, nanos, latencies);
    }

    @Override
    public Counts counts() {
        return counts;
    }

    @Override
    public void close() {
        instances.forEach(Instance::dismiss); // so that they end at the same time
        instances.forEach(Instance::close);
    }
}

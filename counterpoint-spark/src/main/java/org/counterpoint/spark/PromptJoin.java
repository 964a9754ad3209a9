package org.counterpoint.spark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Brings together what rows hold by its prompts, prompts in the order in which they stood first. The input is read twice:
 * first only the keys of prompts and ids travel, and come back as what stood first; then each element goes once to the task
 * that makes its group.
 *
 * @param targets how many tasks make groups
 */
record PromptJoin<T, E>(
        JavaSparkContext spark,
        RowSource<T> source,
        JoinForm<E> form,
        int targets,
        Broadcast<SerializableConfiguration> hadoop) {

    /**
     * What the first reading found.
     *
     * @param accounts by part
     * @param found by part, where the prompts of its elements stood first
     */
    record Read(Map<Integer, PartAccount> accounts, Lines lines, Ranges ranges, JavaPairRDD<Long, byte[]> found) {}

    /** Reads for the first time. */
    Read read() {
        CollectionAccumulator<PartAccount> accounts = spark.sc().collectionAccumulator("parts");
        JoinKeys<T, E> keys = new JoinKeys<>(source.opening(), form, targets, accounts);
        FirstPlaces places = new FirstPlaces(source.parts());
        JavaPairRDD<Long, byte[]> found = source.rdd()
                .mapPartitionsWithIndex(keys::read, false)
                .mapToPair(chunk -> chunk)
                .repartitionAndSortWithinPartitions(new ByTarget(targets))
                .mapPartitionsWithIndex(places::find, false)
                .mapToPair(chunk -> chunk)
                .repartitionAndSortWithinPartitions(new ByTarget(source.parts()));
        List<Long> firsts = found.mapPartitionsWithIndex(
                        (part, chunks) -> Collections.singleton(Firsts.count(part, chunks))
                                .iterator(),
                        false)
                .collect();
        Map<Integer, PartAccount> byPart = new TreeMap<>();
        accounts.value().forEach(account -> byPart.putIfAbsent(account.part(), account));
        List<Long> elements = new ArrayList<>();
        List<Long> lines = new ArrayList<>();
        for (int part = 0; part < source.parts(); part++) {
            PartAccount account = byPart.get(part);
            elements.add(account == null ? 0 : account.answers());
            lines.add(account == null ? 0 : account.lines());
        }
        return new Read(byPart, Lines.of(source.names(), lines), new Ranges(firsts, elements, targets), found);
    }

    /**
     * Reads for the second time, when it is used. To each task comes a stretch of the groups, before each element where its
     * prompt stood first.
     *
     * @param work the folder of the job
     * @param ledgers takes where the ledger of each part is, more than once where its task is repeated
     */
    JavaPairRDD<Long, byte[]> route(Read read, String work, CollectionAccumulator<ReadLedger> ledgers) {
        JoinRouting<T, E> routing =
                new JoinRouting<>(source.opening(), form, read.lines, read.ranges, targets, work, hadoop, ledgers);
        return source.rdd()
                .zipPartitions(read.found, routing::route)
                .mapToPair(chunk -> chunk)
                .repartitionAndSortWithinPartitions(new ByTarget(targets));
    }
}

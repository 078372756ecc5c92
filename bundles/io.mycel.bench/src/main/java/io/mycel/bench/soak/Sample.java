package io.mycel.bench.soak;

import java.util.Map;

/**
 * The server at one moment.
 *
 * @param second since the load began, or will begin
 * @param residentBytes memory in use, as the system counts it
 * @param threads of the process, the JVM's own among them
 * @param descriptors open files and sockets
 * @param liveBytes objects in the heap after a full collection; -1 if none was run
 * @param loaders class loaders of bundles after that collection; -1 likewise
 * @param classes loaded classes after that collection; -1 likewise
 * @param gauges what {@code /metrics} says, by name and labels; without those of the JVM
 */
record Sample(
    double second,
    long residentBytes,
    int threads,
    int descriptors,
    long liveBytes,
    long loaders,
    long classes,
    Map<String, Double> gauges) {}

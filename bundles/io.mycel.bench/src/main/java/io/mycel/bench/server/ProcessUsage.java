package io.mycel.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a process has used, as Linux tells in {@code /proc}.
 *
 * @param cpuSeconds time on all processors since it began, in steps of 10 ms
 * @param residentBytes memory in use now
 * @param threads threads it has now
 * @param descriptors files and sockets it has open now
 */
public record ProcessUsage(double cpuSeconds, long residentBytes, int threads, int descriptors) {
  private static final double TICKS_A_SECOND = 100;
  private static final long PAGE_BYTES = 4096;
  private static final long KIB = 1024;
  private static final String SHARE = "Pss:";

  /** Of a process; empty if the system has no {@code /proc}, or the process is no more. */
  public static Optional<ProcessUsage> of(long pid) {
    Path folder = Path.of("/proc", Long.toString(pid));
    try (var descriptors = Files.list(folder.resolve("fd"))) {
      String stat = Files.readString(folder.resolve("stat"));
      return Optional.of(parse(stat, (int) descriptors.count()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Memory of a process, in bytes, where pages that it shares with others count in parts only (the
   * proportional set size, proc(5)): what all processes together take is the sum of these.
   */
  public static OptionalLong share(long pid) {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
      return shareOf(lines);
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** From the lines of {@code /proc/PID/smaps_rollup}. */
  static OptionalLong shareOf(Stream<String> lines) {
    return lines
        .filter(line -> line.startsWith(SHARE))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
        .findFirst();
  }

  /** From the text of {@code /proc/PID/stat}: proc(5) numbers its fields from 1. */
  static ProcessUsage parse(String stat, int descriptors) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ");
    double ticks = Double.parseDouble(field(fields, 14)) + Double.parseDouble(field(fields, 15));
    return new ProcessUsage(
        ticks / TICKS_A_SECOND,
        Long.parseLong(field(fields, 24)) * PAGE_BYTES,
        Integer.parseInt(field(fields, 20)),
        descriptors);
  }

  private static String field(String[] afterName, int number) {
    return afterName[number - 3];
  }
}

package io.mycel.bench.soak;

import io.mycel.bench.load.Generation;
import io.mycel.bench.server.ServerProcess;
import io.mycel.bench.soak.Runner.Tally;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Puts a server under everything at once, twice: to warm it up, and to see what that leaves behind.
 */
final class Soak {
  private static final Duration GLANCE = Duration.ofSeconds(2);

  private final ServerProcess server;
  private final Path jar;
  private final SoakPlan plan;
  private final PrintStream out;
  private final Probe probe;
  private final Set<String> told = new HashSet<>();

  /**
   * A soak, not begun.
   *
   * @param server runs, with its data in the folder {@code data}
   * @param jar the server's, from which its bundles are replaced
   * @param out where lines of figures go
   */
  Soak(ServerProcess server, Path jar, SoakPlan plan, PrintStream out) {
    this.server = server;
    this.jar = jar;
    this.plan = plan;
    this.out = out;
    this.probe = new Probe(server);
  }

  /** Runs it, which takes a little longer than the plan says. */
  List<Finding> run() throws Exception {
    out.println("warming up for " + plan.warmUp().toSeconds() + " s");
    List<Finding> findings = new ArrayList<>();
    load(plan.warmUp(), new ArrayList<>());
    Sample before = rest();
    out.println("at rest before: " + figures(before));

    List<Sample> samples = new ArrayList<>();
    List<Tally> tallies = load(plan.load(), samples);
    findings.addAll(Verdict.ofActivities(tallies));
    findings.add(Verdict.ofMemory(samples));
    findings.addAll(restLike(before));
    return findings;
  }

  private List<Activity> open(Scene scene) throws Exception {
    List<Activity> activities = new ArrayList<>();
    try {
      activities.add(SteadyCalls.small(scene, Generation.A, Generation.A));
      activities.add(SteadyCalls.small(scene, Generation.A, Generation.B));
      activities.add(SteadyCalls.small(scene, Generation.B, Generation.A));
      activities.add(SteadyCalls.small(scene, Generation.B, Generation.B));
      activities.add(SteadyCalls.arrays(scene));
      activities.add(Churn.open(scene, Generation.A));
      activities.add(Churn.open(scene, Generation.B));
      activities.add(ProxyCalls.open(scene));
      activities.add(Events.open(scene));
      activities.add(SlowReader.open(scene));
      activities.add(KilledClients.open(scene));
      activities.add(Garbage.open(scene));
      Path socket = server.folder().resolve("data").resolve("console.sock");
      Path unpacked = Files.createDirectories(server.folder().resolve("swap"));
      activities.add(Swaps.open(socket, jar, unpacked, plan.swapPause()));
      return activities;
    } catch (Exception e) {
      activities.forEach(Activity::close);
      throw e;
    }
  }

  /** All activities for some time, and to their end. */
  private List<Tally> load(Duration time, List<Sample> samples) throws Exception {
    try (Scene scene = new Scene(server.url())) {
      List<Runner> runners = open(scene).stream().map(Runner::start).toList();
      try {
        watch(time, runners, samples);
      } finally {
        runners.forEach(Runner::stop);
        for (Runner each : runners) {
          each.finish();
        }
      }
      return runners.stream().map(Runner::tally).toList();
    }
  }

  private void watch(Duration time, List<Runner> runners, List<Sample> samples) throws Exception {
    double begin = probe.second();
    double report = begin + plan.report().toSeconds();
    while (probe.second() < begin + time.toSeconds()) {
      pause(GLANCE);
      samples.add(probe.glance());
      if (probe.second() >= report) {
        report += plan.report().toSeconds();
        List<Tally> tallies = runners.stream().map(Runner::tally).toList();
        long failed = tallies.stream().mapToLong(Tally::failed).sum();
        String done =
            tallies.stream().map(t -> t.name() + " " + t.done()).collect(Collectors.joining(" "));
        out.println(
            String.format(Locale.ROOT, "%5.0f s  ", probe.second() - begin)
                + figures(probe.look())
                + "  failed "
                + failed
                + "  done: "
                + done);
        tallies.forEach(this::tellProblems);
      }
    }
  }

  /** Problems are told when they come, so that nobody waits ten minutes for them. */
  private void tellProblems(Tally tally) {
    for (String problem : tally.problems()) {
      if (told.add(tally.name() + ": " + problem)) {
        out.println("         " + tally.name() + ": " + problem);
      }
    }
  }

  private static String figures(Sample s) {
    return String.format(
        Locale.ROOT,
        "rss %.1f MB  heap %.1f MB  threads %d  fds %d  loaders %d  classes %d",
        s.residentBytes() / 1048576.0,
        s.liveBytes() / 1048576.0,
        s.threads(),
        s.descriptors(),
        s.loaders(),
        s.classes());
  }

  /** The server when what broken connections leave is over. */
  private Sample rest() throws Exception {
    pause(plan.rest());
    probe.look();
    return probe.look();
  }

  /** Waits until the server is at rest as it was before; what is not so in time is a finding. */
  private List<Finding> restLike(Sample before) throws Exception {
    double end = probe.second() + plan.settle().toSeconds();
    while (true) {
      Sample after = rest();
      out.println("at rest after:  " + figures(after));
      List<Finding> findings = Verdict.ofRest(before, after);
      if (probe.second() > end || findings.stream().allMatch(Finding::good)) {
        return findings;
      }
    }
  }

  private void pause(Duration time) throws IOException, InterruptedException {
    // A server that ends is noticed here, and not by the time-outs of everybody.
    CountDownLatch never = new CountDownLatch(1);
    never.await(time.toMillis(), TimeUnit.MILLISECONDS);
    if (!server.isAlive()) {
      throw new IOException("the server has ended");
    }
  }
}

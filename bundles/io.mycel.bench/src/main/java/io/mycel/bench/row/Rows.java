package io.mycel.bench.row;

import io.mycel.bench.js.ProbeJvm;
import io.mycel.bench.load.Generation;
import io.mycel.bench.load.Payload;
import io.mycel.bench.server.StockClients;
import java.util.List;

/** All that is measured, with what is wanted of a machine with two processors. */
public final class Rows {
  private static final int KB = 1024;
  private static final int MB = 1024 * KB;

  private static final List<Wish> ONE_AT_A_TIME =
      List.of(Wish.atMost(0.55, Figure.P50, Peer.HYPHA), Wish.atMost(0.7, Figure.P99, Peer.HYPHA));

  private static final List<Wish> MANY =
      List.of(
          Wish.atLeast(10, Figure.RATE, Peer.HYPHA),
          Wish.atMost(1.0 / 12, Figure.CPU, Peer.HYPHA),
          Wish.atLeast(0.8, Figure.RATE, Peer.RELAY));

  private static final List<Wish> TWICE =
      List.of(Wish.atLeast(2, Figure.RATE, Peer.HYPHA), Wish.atMost(0.5, Figure.CPU, Peer.HYPHA));

  private static final List<Wish> ARRAY = List.of(Wish.atLeast(1.5, Figure.RATE, Peer.HYPHA));

  private static final List<Wish> HTTP =
      List.of(Wish.atLeast(15, Figure.RATE, Peer.HYPHA), Wish.atMost(20_000, Figure.P99));

  private static final List<Wish> CONNECT = List.of(Wish.atLeast(15, Figure.RATE, Peer.HYPHA));

  private static final List<Wish> CROWD =
      List.of(Wish.atLeast(0.8, Figure.LAST_OVER_FIRST), Wish.atMost(40, Figure.CLIENT_KIB));

  private static final List<Wish> EVENTS = List.of(Wish.atLeast(5, Figure.RATE, Peer.HYPHA));

  private static final List<Wish> SLOW = List.of(Wish.atMost(1.1, Figure.SLOW_OVER_FAST));

  private static final List<Wish> START = List.of(Wish.atMost(2, Figure.SECONDS, Peer.HYPHA));

  private static final List<Wish> INSTALL = List.of(Wish.atMost(0.015, Figure.SECONDS));

  private static final List<Wish> INSTALLED =
      List.of(Wish.atMost(2, Figure.SECONDS), Wish.atMost(60, Figure.PLUGIN_KIB));

  private static final List<Wish> UPDATED = List.of(Wish.atMost(50_000, Figure.WORST));

  private static final List<Wish> JS_START =
      List.of(Wish.atMost(0.025, Figure.SECONDS), Wish.atMost(250, Figure.PLUGIN_KIB));

  private static final List<Wish> JS_PROCESS =
      List.of(
          Wish.atMost(700, Figure.COLD_MILLIS),
          Wish.atMost(30, Figure.SPARE_MILLIS),
          Wish.atMost(80, Figure.PROCESS_MIB),
          Wish.atMost(80, Figure.EACH_MIB),
          Wish.atMost(150, Figure.P50),
          Wish.atMost(50, Figure.KILL_MILLIS));

  private static final List<Wish> JS_CALL = List.of(Wish.atMost(60, Figure.P50));

  private static final List<Wish> JS_LIBRARY = List.of(Wish.atMost(200, Figure.P50));

  private static final List<Wish> JS_ARRAY =
      List.of(Wish.atMost(1, Figure.MILLIS_IN), Wish.atMost(2, Figure.OUT_OVER_COPY));

  private static final List<Wish> JS_KERNELS = List.of(Wish.atMost(1.5, Figure.OVER_NODE));

  private static final List<Wish> JS_UPDATE = List.of(Wish.atMost(50, Figure.WORSE_MILLIS));

  private static final List<Wish> IDLE = List.of(Wish.atMost(140, Figure.RSS));

  private static final List<Wish> PYTHON =
      List.of(Wish.atMost(1.0 / 8, Figure.SECONDS, Peer.HYPHA));

  private static final List<Wish> JAVASCRIPT =
      List.of(Wish.atMost(1.0 / 3, Figure.SECONDS, Peer.HYPHA));

  private Rows() {}

  /** In the order of the table. */
  public static List<Row> all() {
    return List.of(
        calls("rtt", "16 B echo, one at a time", 1, 1, Payload.echo(16), ONE_AT_A_TIME),
        calls("thr", "16 B echo, 4 callers x 64", 4, 64, Payload.echo(16), MANY),
        generationA("rtt-a", "the same as rtt with clients of generation A", 1, 1),
        generationA("thr-a", "the same as thr with clients of generation A", 4, 64),
        calls("rtt64k", "64 KiB echo, one at a time", 1, 1, Payload.echo(64 * KB), List.of()),
        calls("thr64k", "64 KiB echo, 4 callers x 16", 4, 16, Payload.echo(64 * KB), TWICE),
        calls("rtt1m", "1 MiB echo in chunks, one at a time", 1, 1, Payload.echo(MB), List.of()),
        calls("thr1m", "1 MiB echo in chunks, 2 callers x 4", 2, 4, Payload.echo(MB), TWICE),
        calls("array", "64 MiB ndarray echo", 1, 1, Payload.arrayEcho(64 * MB), ARRAY),
        calls("array-sink", "64 MiB ndarray one way", 1, 1, Payload.arraySink(64 * MB), List.of()),
        new HttpRow("http", "16 HTTP requests at once to a service", 16, HTTP),
        new ConnectRow(
            "connect-cold", "300 clients connect to a new server", 300, 10, 0, List.of()),
        new ConnectRow(
            "connect", "300 clients connect, 10 at once, after 300", 300, 10, 300, CONNECT),
        new ConnectRow(
            "connect-warm", "300 clients connect, 10 at once, after 3000", 300, 10, 3000, CONNECT),
        new CrowdRow("connect5000", "5000 clients connect and stay", 5000, 10, CROWD),
        new ChurnRow("churn", "connect, register, call, disconnect; 8 at once", 8, List.of()),
        new EventsRow("events", "16 B event to 100 subscribers, 4 at once", 100, 4, EVENTS),
        new SlowReaderRow("slow-reader", "4 callers beside one that reads 1 KB/s", 4, 10, SLOW),
        new PluginInstallRow("plugin-install", "install of a plugin file", 100, INSTALL),
        new InstalledPluginsRow(
            "plugins500", "by how much 500 plugins make a start longer", 500, INSTALLED),
        new PluginUpdateRow(
            "plugin-update", "updates of a Java plugin under 1000 calls/s", 100, 1000, UPDATED),
        new JsStartRow("js-start", "JavaScript plugin, from its file to active", 300, JS_START),
        new ProbeRow(
            "js-process", "JavaScript plugin in a process", ProbeJvm.PROCESS, false, JS_PROCESS),
        new ProbeRow(
            "js-call",
            "Java calls a JavaScript plugin, one at a time",
            ProbeJvm.CALL,
            false,
            JS_CALL),
        new ProbeRow(
            "js-call-imjoy",
            "the same through imjoy-rpc in the plugin",
            ProbeJvm.LIBRARY_CALL,
            true,
            JS_LIBRARY),
        new ProbeRow(
            "js-array", "64 MiB ndarray into a plugin, and out", ProbeJvm.ARRAY, false, JS_ARRAY),
        new ProbeRow(
            "js-kernels", "eight kernels in JavaScript", ProbeJvm.KERNELS, true, JS_KERNELS),
        new JsUpdateRow("js-update", "update of a plugin under 1000 calls/s", 1000, 20, JS_UPDATE),
        new StartRow("start", "start to first answered call", START),
        new IdleRow("idle", "memory of an empty server", IDLE),
        new StockRow("python", StockClients.Language.PYTHON, 64 * MB, PYTHON),
        new StockRow("javascript", StockClients.Language.JAVASCRIPT, 64 * MB, JAVASCRIPT));
  }

  private static Row calls(
      String name, String title, int callers, int outstanding, Payload payload, List<Wish> wishes) {
    return new CallRow(name, title, callers, outstanding, payload, Generation.B, wishes);
  }

  private static Row generationA(String name, String title, int callers, int outstanding) {
    return new CallRow(
        name, title, callers, outstanding, Payload.echo(16), Generation.A, List.of());
  }
}

package io.mycel.bench.row;

import io.mycel.bench.load.Generation;
import io.mycel.bench.load.Lane;
import io.mycel.bench.load.LoadClient;
import io.mycel.bench.wire.MalformedException;
import io.mycel.bench.wire.Message;
import io.mycel.bench.wire.Msgpack;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Events of one client to many subscribers; an event has ended when the last has got it. */
record EventsRow(String name, String title, int subscribers, int outstanding, List<Wish> wishes)
    implements Row {
  private static final String EVENT = "bench-event";
  private static final int BYTES = 16;

  @Override
  public Set<Peer> peers() {
    return Set.of(Peer.values());
  }

  @Override
  public Sample measure(Target target, Timing timing) throws Exception {
    try (Cluster cluster = Cluster.open(target, Generation.B)) {
      int listeners = timing.count(subscribers);
      List<Events> lanes = new ArrayList<>();
      for (int lane = 0; lane < outstanding; lane++) {
        lanes.add(new Events(cluster.provider(), lane, listeners));
      }
      for (int i = 0; i < listeners; i++) {
        LoadClient subscriber = cluster.join("subscriber");
        subscriber.onEvent(message -> arrived(message, lanes));
        if (target.hasManager()) {
          Cluster.get(subscriber.subscribe(EVENT));
        }
      }
      return Meter.run(target, timing, cluster.calling(), lanes);
    }
  }

  private static void arrived(Message message, List<Events> lanes) {
    if (message.type().equals(EVENT)) {
      ByteBuffer b = message.buffer();
      int data = message.data() + Msgpack.headerSize(b, message.data());
      if (Msgpack.bodySize(b, message.data()) != BYTES) {
        throw new MalformedException("an event with other data than was sent");
      }
      lanes.get((int) b.getLong(data)).arrived(b.getLong(data + 8));
    }
  }

  /** One event at a time, with a number of its own. */
  private static final class Events implements Lane {
    private final LoadClient sender;
    private final int lane;
    private final int listeners;
    private long number;
    private int missing;
    private Consumer<String> ended;

    Events(LoadClient sender, int lane, int listeners) {
      this.sender = sender;
      this.lane = lane;
      this.listeners = listeners;
    }

    @Override
    public void start(Consumer<String> whenEnded) {
      ended = whenEnded;
      missing = listeners;
      ByteBuffer data = ByteBuffer.allocate(BYTES).putLong(lane).putLong(++number).flip();
      sender.loop().execute(() -> sender.emit(EVENT, "*", data));
    }

    void arrived(long which) {
      if (which != number) {
        throw new MalformedException("event " + which + " came where " + number + " is due");
      }
      if (--missing == 0) {
        ended.accept(null);
      }
    }
  }
}

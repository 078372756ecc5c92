package io.mycel.js.internal.process;

import io.mycel.api.rpc.Blobs;
import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.js.internal.values.Clean;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * One side of what lies between two processes: functions of either side are called from the other.
 * Each side has one function that the other knows from the start; all others come as values. A
 * function is let go of when nobody on the other side holds it any more.
 */
final class Border implements FunctionTable {
  /** The number of the function that the other side knows. */
  static final long ROOT = 0;

  private static final int MAX_FUNCTIONS = 100_000;

  private final FrameReader reader;
  private final Sender sender;
  private final UnaryOperator<RemoteFunction> renewed;
  private final boolean readsBlobs;
  private final long maxBytes;
  private final Map<Long, RpcFunction> exposed = new ConcurrentHashMap<>();
  private final Map<Long, CompletableFuture<Object>> calls = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong(ROOT);
  private final AtomicLong callIds = new AtomicLong();
  private final ReferenceQueue<RpcFunction> unused = new ReferenceQueue<>();
  private final Set<Held> held = ConcurrentHashMap.newKeySet();
  private volatile RpcException closed;

  /** How frames get out. */
  interface Sender {
    void send(Frame frame) throws IOException;
  }

  /** A function of the other side that somebody here holds. */
  private static final class Held extends PhantomReference<RpcFunction> {
    private final long number;

    Held(RpcFunction function, long number, ReferenceQueue<RpcFunction> queue) {
      super(function, queue);
      this.number = number;
    }
  }

  /** A function of the other side. */
  private final class There implements RpcFunction {
    private final long number;
    private final String doc;
    private final Map<String, Object> schema;

    There(long number, String doc, Map<String, Object> schema) {
      this.number = number;
      this.doc = doc;
      this.schema = schema;
    }

    @Override
    public Object call(Call call) {
      return readsBlobs && Blobs.areIn(call)
          ? Blobs.read(call, maxBytes).thenCompose(read -> Border.this.call(number, read))
          : Border.this.call(number, call);
    }

    @Override
    public String doc() {
      return doc;
    }

    @Override
    public Map<String, Object> schema() {
      return schema;
    }

    @Override
    public boolean asynchronous() {
      return true;
    }

    Border border() {
      return Border.this;
    }
  }

  /**
   * A side.
   *
   * @param root what the other side may call from the start; must not block
   * @param maxBytes of one frame
   * @param renewed what to call in place of a function of another client
   * @param readsBlobs whether the other side is a plugin, which gets blobs read
   */
  Border(
      InputStream in,
      Sender sender,
      RpcFunction root,
      long maxBytes,
      UnaryOperator<RemoteFunction> renewed,
      boolean readsBlobs) {
    this.renewed = renewed;
    this.readsBlobs = readsBlobs;
    this.reader = new FrameReader(in, maxBytes + (1 << 20));
    this.sender = sender;
    this.maxBytes = maxBytes;
    exposed.put(ROOT, root);
  }

  /** A sender that writes at once, one thread at a time. */
  static Sender direct(OutputStream out) {
    FrameWriter writer = new FrameWriter(out);
    return writer::write;
  }

  /** Calls what the other side offers from the start. */
  CompletableFuture<Object> root(Object... args) {
    List<Object> list = new ArrayList<>();
    for (Object arg : args) {
      list.add(arg);
    }
    return call(ROOT, new Call(list, Map.of(), null));
  }

  private CompletableFuture<Object> call(long function, Call call) {
    CompletableFuture<Object> answer = new CompletableFuture<>();
    long id = callIds.incrementAndGet();
    calls.put(id, answer);
    try {
      List<Object> args = new ArrayList<>(3);
      args.add(call.args());
      args.add(call.kwargs());
      args.add(context(call.context()));
      send(new Frame.Call(id, function, ParcelWriter.write(args, this, maxBytes)));
    } catch (RpcException e) {
      calls.remove(id);
      answer.completeExceptionally(e);
    }
    if (closed != null && calls.remove(id) != null) {
      answer.completeExceptionally(closed);
    }
    return answer;
  }

  private static Map<String, Object> context(Call.Context caller) {
    if (caller == null) {
      return null;
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("from", caller.from());
    map.put("to", caller.to());
    map.put("ws", caller.workspace());
    map.put("user", caller.user());
    return map;
  }

  private void send(Frame frame) {
    try {
      sender.send(frame);
      release();
    } catch (IOException e) {
      close("the other process cannot be reached: " + e.getMessage());
      throw closed;
    }
  }

  /** Tells the other side what nobody here holds any more. */
  private void release() throws IOException {
    Held gone;
    while ((gone = (Held) unused.poll()) != null) {
      held.remove(gone);
      sender.send(new Frame.Release(gone.number));
    }
  }

  /** Reads and answers, until the other side ends or sends what is no frame. */
  void run() {
    String why = "the other process has ended";
    try {
      Frame frame;
      while ((frame = reader.read()) != null) {
        take(frame);
      }
    } catch (IOException e) {
      why = e.getMessage();
    } finally {
      close(why);
    }
  }

  private void take(Frame frame) {
    if (frame instanceof Frame.Call call) {
      answer(call);
    } else if (frame instanceof Frame.Answer answer) {
      CompletableFuture<Object> waiting = calls.remove(answer.id());
      if (waiting != null) {
        complete(waiting, answer.value());
      }
    } else if (frame instanceof Frame.Refusal refusal) {
      CompletableFuture<Object> waiting = calls.remove(refusal.id());
      if (waiting != null) {
        waiting.completeExceptionally(
            new RpcException(kind(refusal.kind()), refusal.message(), refusal.trace()));
      }
    } else if (frame instanceof Frame.Release release && release.function() != ROOT) {
      exposed.remove(release.function());
    }
  }

  private void complete(CompletableFuture<Object> waiting, Parcel value) {
    try {
      waiting.complete(ParcelReader.read(value, this));
    } catch (RpcException e) {
      waiting.completeExceptionally(e);
    }
  }

  private static RpcException.Kind kind(String name) {
    for (RpcException.Kind kind : RpcException.Kind.values()) {
      if (kind.name().equals(name)) {
        return kind;
      }
    }
    return RpcException.Kind.REMOTE;
  }

  private void answer(Frame.Call frame) {
    try {
      Object result = here(frame.function()).call(call(frame.args()));
      if (result instanceof CompletionStage<?> stage) {
        stage.whenComplete((value, failure) -> give(frame.id(), value, failure));
      } else {
        give(frame.id(), result, null);
      }
    } catch (Exception e) {
      answer(frame.id(), null, e);
    }
  }

  private void give(long id, Object value, Throwable failure) {
    if (failure == null && readsBlobs && Blobs.areIn(value)) {
      Blobs.read(value, maxBytes).whenComplete((read, unread) -> answer(id, read, unread));
    } else {
      answer(id, value, failure);
    }
  }

  private Call call(Parcel parcel) {
    List<?> parts = (List<?>) ParcelReader.read(parcel, this);
    Map<String, Object> named = new LinkedHashMap<>();
    ((Map<?, ?>) parts.get(1)).forEach((key, value) -> named.put(String.valueOf(key), value));
    return new Call(new ArrayList<>((List<?>) parts.get(0)), named, context(parts.get(2)));
  }

  private static Call.Context context(Object given) {
    if (!(given instanceof Map<?, ?> map)) {
      return null;
    }
    Map<String, Object> user = new LinkedHashMap<>();
    if (map.get("user") instanceof Map<?, ?> known) {
      known.forEach((key, value) -> user.put(String.valueOf(key), value));
    }
    return new Call.Context(
        String.valueOf(map.get("from")),
        String.valueOf(map.get("to")),
        String.valueOf(map.get("ws")),
        user,
        Map.of());
  }

  private void answer(long id, Object value, Throwable failure) {
    try {
      if (failure == null) {
        send(new Frame.Answer(id, ParcelWriter.write(value, this, maxBytes)));
        return;
      }
      refuse(id, failure);
    } catch (RpcException e) {
      if (closed == null) {
        refuse(id, e); // the value has no form
      }
    }
  }

  private void refuse(long id, Throwable failure) {
    Throwable cause = Clean.cause(failure);
    RpcException.Kind kind =
        cause instanceof RpcException rpc ? rpc.kind() : RpcException.Kind.REMOTE;
    String trace = cause instanceof RpcException rpc ? rpc.remoteTrace() : "";
    try {
      send(new Frame.Refusal(id, kind.name(), Clean.message(cause), trace));
    } catch (RpcException e) {
      return; // the other side is gone, and waits no more
    }
  }

  @Override
  public long expose(RpcFunction function) {
    if (exposed.size() >= MAX_FUNCTIONS) {
      throw new RpcException(
          RpcException.Kind.DATA,
          "the other process holds " + MAX_FUNCTIONS + " functions, which is the limit");
    }
    long number = numbers.incrementAndGet();
    exposed.put(number, function);
    return number;
  }

  @Override
  public long numberThere(Object function) {
    return function instanceof There known && known.border() == this ? known.number : -1;
  }

  @Override
  public RpcFunction there(long number, String doc, Map<String, Object> schema) {
    There function = new There(number, doc, schema);
    held.add(new Held(function, number, unused));
    return function;
  }

  @Override
  public RemoteFunction renewed(RemoteFunction function) {
    return renewed.apply(function);
  }

  @Override
  public RpcFunction here(long number) {
    RpcFunction function = exposed.get(number);
    if (function == null) {
      throw new RpcException(
          RpcException.Kind.METHOD_NOT_FOUND,
          "Method expired or not found: the function is no longer there");
    }
    return function;
  }

  /** Calls that wait fail with this cause, and later ones too. */
  void close(String cause) {
    synchronized (this) {
      if (closed != null) {
        return;
      }
      closed = new RpcException(RpcException.Kind.PEER_GONE, cause);
    }
    for (Long id : calls.keySet()) {
      CompletableFuture<Object> waiting = calls.remove(id);
      if (waiting != null) {
        waiting.completeExceptionally(closed);
      }
    }
    exposed.keySet().removeIf(number -> number != ROOT);
  }

  /** How many functions of this side the other may call, beside the first. */
  int functionsHeldThere() {
    return exposed.size() - 1;
  }
}

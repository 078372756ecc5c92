package io.mycel.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.mycel.bench.net.Loop;
import io.mycel.bench.net.WebSocketLink;
import io.mycel.bench.wire.ClientFrame;
import io.mycel.bench.wire.MalformedException;
import io.mycel.bench.wire.Message;
import io.mycel.bench.wire.Msgpack;
import io.mycel.bench.wire.MsgpackWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A client as lean as it can be that a server cannot tell from a stock one: it connects with the
 * whole handshake, registers services, calls, answers calls, and takes and sends chunked messages.
 * All of it happens on its {@link Loop}; what is public may be called from any thread.
 */
public final class LoadClient implements WebSocketLink.Listener {
  private static final byte[] RESOLVE = Message.ascii(".resolve");
  private static final byte[] REJECT = Message.ascii(".reject");

  private final Loop loop;
  private final Login login;
  private final Sessions sessions = new Sessions();
  private final Envelope envelope;
  private final Message message = new Message();
  private final CompletableFuture<LoadClient> ready = new CompletableFuture<>();
  private final CompletableFuture<String> closed = new CompletableFuture<>();
  private final MsgpackWriter answerHead = new MsgpackWriter(128);
  private final Answers answers = new Answers(this);
  private final WebSocketLink link;
  private String workspace;
  private String manager;
  private ServiceForms forms;
  private Consumer<Message> events = event -> {};

  private LoadClient(Loop loop, Login login) {
    this.loop = loop;
    this.login = login;
    this.envelope = new Envelope(login.generation(), login.clientId());
    this.workspace = login.workspace();
    this.link = WebSocketLink.open(loop, login.socket(), login.receiveBufferBytes(), this);
  }

  /**
   * Connects as a stock client does: generation B asks the manager four things before it is ready.
   */
  public static CompletableFuture<LoadClient> connect(Loop loop, Login login) {
    CompletableFuture<LoadClient> client = new CompletableFuture<>();
    loop.execute(
        () ->
            new LoadClient(loop, login)
                .ready.whenComplete(
                    (done, failure) -> {
                      if (failure != null) {
                        client.completeExceptionally(failure);
                      } else {
                        client.complete(done);
                      }
                    }));
    return client;
  }

  @Override
  public void opened() {
    if (login.generation() == Generation.B) {
      link.send(login.hello());
      return;
    }
    manager = "workspace-manager";
    ask("services.built-in.get_service", w -> w.array(1).string("default"))
        .thenAccept(
            service -> {
              Map<?, ?> config = (Map<?, ?>) ((Map<?, ?>) service).get("config");
              greeted((String) config.get("workspace"), "");
              manager = workspace + "/workspace-manager";
              ready.complete(this);
            })
        .exceptionally(this::failed);
  }

  @Override
  public void text(String text) {
    JsonNode node = Json.read(text);
    if (!"connection_info".equals(node.path("type").asText())) {
      if ("error".equals(node.path("type").asText())) {
        failed(new IOException(node.path("message").asText()));
      }
      return;
    }
    greeted(node.path("workspace").asText(), node.path("public_base_url").asText());
    manager = "*/" + node.path("manager_id").asText();
    if (!login.manager()) {
      ready.complete(this);
      return;
    }
    Consumer<MsgpackWriter> wanted = w -> w.array(1).string("default");
    ask("services.built-in.get_service", wanted)
        .thenCompose(done -> register("built-in"))
        .thenCompose(done -> subscribe("client_disconnected"))
        .thenCompose(done -> ask("services.built-in.get_service", wanted))
        .thenAccept(done -> ready.complete(this))
        .exceptionally(this::failed);
  }

  private void greeted(String given, String baseUrl) {
    workspace = given;
    forms = new ServiceForms(login.generation(), login.clientId(), workspace, baseUrl);
    answerHead.clear().map(5).entry("type", "method").entry("from", address()).string("to");
  }

  private Void failed(Throwable failure) {
    ready.completeExceptionally(failure);
    link.drop(String.valueOf(failure.getMessage()));
    return null;
  }

  /** Its workspace. */
  public String workspace() {
    return workspace;
  }

  /** Its id. */
  public String clientId() {
    return login.clientId();
  }

  /** {@code workspace/id}. */
  public String address() {
    return workspace == null ? login.clientId() : workspace + "/" + login.clientId();
  }

  /** The loop it lives on. */
  public Loop loop() {
    return loop;
  }

  /** Completed with the reason when the connection has ended, for whatever reason. */
  public CompletableFuture<String> closed() {
    return closed;
  }

  /** Takes events from now on; the message is valid until the consumer returns. */
  public void onEvent(Consumer<Message> consumer) {
    loop.execute(() -> events = consumer);
  }

  /** Registers the service {@code echo}, or another with the functions {@code echo, sink}. */
  public CompletableFuture<Object> register(String service) {
    return login.generation() == Generation.B
        ? ask("services.default.register_service", w -> forms.announcement(w, service))
        : ask("services.default.update_client_info", w -> forms.clientInfo(w, service));
  }

  /** Subscribes to an event. */
  public CompletableFuture<Object> subscribe(String event) {
    return ask("services.default.subscribe", w -> w.array(1).array(1).string(event));
  }

  /** A token for others to join the workspace. */
  public CompletableFuture<String> token() {
    return ask("services.default.generate_token", w -> w.array(0)).thenApply(String::valueOf);
  }

  private CompletableFuture<Object> ask(String method, Consumer<MsgpackWriter> args) {
    return call(manager, method, args);
  }

  /**
   * Calls any function by its address.
   *
   * @param args writes the array of arguments
   * @return the value of the answer
   */
  public CompletableFuture<Object> call(String to, String method, Consumer<MsgpackWriter> args) {
    SingleCall call = new SingleCall(sessions);
    loop.execute(
        () -> {
          if (link.isClosed()) {
            call.lost("closed");
            return;
          }
          String session = call.begin();
          link.send(
              ClientFrame.BINARY,
              envelope.call(loop.scratch(), address(), to, method, session, args));
        });
    return call.answer();
  }

  /** Prepares a call that is made many times. */
  public CompletableFuture<PreparedCall> prepare(String to, Payload payload) {
    return CompletableFuture.supplyAsync(() -> new PreparedCall(this, to, payload), loop::execute);
  }

  /** Sends an event with binary data; on its loop. */
  public void emit(String event, String to, ByteBuffer data) {
    MsgpackWriter w = loop.scratch();
    w.map(4).entry("type", event).entry("from", address()).entry("to", to);
    w.string("data").binary(data.remaining()).raw(data, data.position(), data.limit());
    link.send(ClientFrame.BINARY, w);
  }

  /** Closes as a client does that is done. */
  public CompletableFuture<String> close() {
    loop.execute(link::close);
    return closed;
  }

  /** Ends the connection as if the process had been killed. */
  public void kill() {
    loop.execute(() -> link.drop("killed"));
  }

  /** The connection; for who is on its loop. */
  public WebSocketLink link() {
    return link;
  }

  Sessions sessions() {
    return sessions;
  }

  Envelope envelope() {
    return envelope;
  }

  Generation generation() {
    return login.generation();
  }

  ServiceForms forms() {
    return forms;
  }

  @Override
  public void binary(ByteBuffer bytes, int from, int to) {
    message.read(bytes, from, to);
    dispatch(message);
  }

  /** Takes a message that came in one frame, or was put together. */
  void dispatch(Message each) {
    if (!each.isCall()) {
      events.accept(each);
    } else if (sessions.owns(each.buffer(), each.method())) {
      sessions.answer(each);
    } else if (each.session() >= 0) {
      answers.call(each);
    }
  }

  /** Begins the answer to a call: all but the value of {@code args}. */
  MsgpackWriter beginAnswer(MsgpackWriter w, Message call, boolean resolved) {
    ByteBuffer b = call.buffer();
    ByteBuffer head = answerHead.payload();
    int from = Msgpack.skip(b, call.fromIndex());
    int session = call.session() + Msgpack.headerSize(b, call.session());
    int end = session + Msgpack.bodySize(b, call.session());
    w.raw(head, head.position(), head.limit()).raw(b, call.fromIndex(), from);
    w.string("method").string(b, session, end, resolved ? RESOLVE : REJECT);
    w.string("parent").raw(b, call.session(), end);
    return w.map(1).string("args");
  }

  /** Sends an answer, or any other message, that fits into one frame. */
  void send(MsgpackWriter w) {
    link.send(ClientFrame.BINARY, w);
  }

  @Override
  public void closed(String reason) {
    ready.completeExceptionally(new IOException(reason));
    sessions.lost(reason);
    answers.close();
    closed.complete(reason);
  }

  /** The text of a rejection. */
  static String reason(Message rejection) {
    try {
      Object value = Msgpack.value(rejection.buffer(), rejection.arg(0));
      return String.valueOf(value instanceof Map<?, ?> map ? map.get("_rvalue") : value);
    } catch (MalformedException e) {
      return "rejected without a reason";
    }
  }
}

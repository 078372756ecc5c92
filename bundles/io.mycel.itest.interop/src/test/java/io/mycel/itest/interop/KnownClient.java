package io.mycel.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.msgpack.value.ValueFactory.newString;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Duration;
import org.msgpack.value.Value;

/** A client of generation B down to its frames, and where it and its manager are. */
record KnownClient(RawSocket socket, String address, String manager) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  static KnownClient open(URI server) throws Exception {
    String id = World.unique("client");
    RawSocket socket = RawSocket.open(server, "");
    socket.sendText(PlainSocket.hello(id));
    var info = new ObjectMapper().readTree(socket.nextText(PATIENCE));
    String workspace = info.get("workspace").asText();
    return new KnownClient(socket, workspace + "/" + id, "*/" + info.get("manager_id").asText());
  }

  /** Calls, and gives the answer, which must be the next frame that comes. */
  Frame ask(String to, String method, Value... args) {
    String session = World.unique("ask");
    socket.sendBinary(Frame.call(to, method, session, args));
    Frame answer = next();
    assertTrue(answer.text("method").startsWith(session + "."), answer::toString);
    return answer;
  }

  Frame next() {
    return Frame.parse(socket.nextBinary(PATIENCE));
  }

  void isServed() {
    Frame answer = ask(manager, "services.default.echo", newString("still here"));
    assertEquals("\"still here\"", answer.args().get(0).toJson(), answer::toString);
  }

  @Override
  public void close() {
    socket.close();
  }
}

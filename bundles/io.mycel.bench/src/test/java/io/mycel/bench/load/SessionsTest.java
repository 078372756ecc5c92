package io.mycel.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.bench.wire.Message;
import io.mycel.bench.wire.MsgpackWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private final Sessions sessions = new Sessions();
  private final List<String> told = new ArrayList<>();
  private final int place =
      sessions.enter(
          new Sessions.Waiting() {
            @Override
            public void answered(Message message, boolean resolved) {
              told.add(resolved ? "resolved" : "rejected");
            }

            @Override
            public void lost(String reason) {
              told.add(reason);
            }
          });

  private static Message message(String method) {
    Message message = new Message();
    ByteBuffer b =
        new MsgpackWriter(64).map(2).entry("type", "method").entry("method", method).payload();
    message.read(b, b.position(), b.limit());
    return message;
  }

  @Test
  void answerReachesTheCallOnce() {
    String id = sessions.id(place, sessions.next(place));
    Message answer = message(id + ".resolve");
    assertTrue(sessions.owns(answer.buffer(), answer.method()));
    assertTrue(sessions.answer(answer));
    assertFalse(sessions.answer(answer));
    assertEquals(List.of("resolved"), told);
  }

  @Test
  void answerToAnEarlierCallOfThePlaceIsNotTaken() {
    String old = sessions.id(place, sessions.next(place));
    sessions.next(place);
    assertFalse(sessions.answer(message(old + ".resolve")));
    assertEquals(List.of(), told);
  }

  @Test
  void rejectionIsOneAndAHeartbeatIsNone() {
    String id = sessions.id(place, sessions.next(place));
    assertTrue(sessions.answer(message(id + ".heartbeat")));
    assertEquals(List.of(), told);
    assertTrue(sessions.answer(message(id + ".reject")));
    assertEquals(List.of("rejected"), told);
  }

  @Test
  void callsOfOthersAndServicesAreNotOwned() {
    Message other = message("services.built-in.get_service");
    assertFalse(sessions.owns(other.buffer(), other.method()));
  }

  @Test
  void whoWaitsIsToldThatTheConnectionIsLost() {
    sessions.lost("nobody waits");
    sessions.next(place);
    sessions.lost("gone");
    assertEquals(List.of("gone"), told);
  }

  @Test
  void numberOfACallCanBePatchedIntoItsId() {
    String id = sessions.id(place, 0);
    byte[] digits = ByteBuffer.allocate(8).putLong(Sessions.digits(0xBEEF01)).array();
    String patched =
        id.substring(0, Sessions.NUMBER_OFFSET) + new String(digits, StandardCharsets.US_ASCII);
    assertEquals(sessions.id(place, 0xBEEF01), patched);
  }
}

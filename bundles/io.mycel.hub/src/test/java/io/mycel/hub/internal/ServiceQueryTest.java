package io.mycel.hub.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mycel.api.hub.Generation;
import io.mycel.api.hub.HubException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceQueryTest {

  @Test
  void readsEveryFormThatClientsWrite() {
    assertEquals(new ServiceQuery(null, null, "s", null), ServiceQuery.parse("s", Generation.A));
    assertEquals(new ServiceQuery(null, "c", "s", null), ServiceQuery.parse("c:s", Generation.A));
    assertEquals(new ServiceQuery("w", "c", "s", null), ServiceQuery.parse("w/c:s", Generation.B));
    assertEquals(new ServiceQuery("w", null, "s", null), ServiceQuery.parse("w/*:s", Generation.A));
    assertEquals(
        new ServiceQuery(null, null, "s", null), ServiceQuery.parse("*/*:s", Generation.B));
    assertEquals(
        new ServiceQuery("w", "c", "s", "app"), ServiceQuery.parse("w/c:s@app", Generation.B));
  }

  @Test
  void aNameBehindASlashIsAClientForAAndAServiceForB() {
    assertEquals(
        new ServiceQuery("w", "x", "default", null), ServiceQuery.parse("w/x", Generation.A));
    assertEquals(new ServiceQuery("w", null, "x", null), ServiceQuery.parse("w/x", Generation.B));
  }

  @Test
  void emptyAndSuperfluousPartsAreRefused() {
    for (String wrong :
        List.of("", " ", "/", ":", "w/", "w/c:", ":s", "/c:s", "a:b:c", "a/b/c", "@app", "s@")) {
      HubException e =
          assertThrows(HubException.class, () -> ServiceQuery.parse(wrong, Generation.B), wrong);
      assertEquals(HubException.Kind.INVALID, e.kind());
    }
  }
}

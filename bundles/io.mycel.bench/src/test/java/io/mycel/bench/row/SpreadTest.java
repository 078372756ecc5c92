package io.mycel.bench.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void medianIsTheMiddleValue() {
    assertEquals(new Spread(2, 1, 9), Spread.of(List.of(9.0, 1.0, 2.0)));
    assertEquals(new Spread(3, 1, 9), Spread.of(List.of(9.0, 1.0, 2.0, 4.0)));
    assertEquals(new Spread(5, 5, 5), Spread.of(List.of(5.0)));
  }

  @Test
  void nothingIsNotKnown() {
    assertFalse(Spread.of(List.of()).isKnown());
    assertTrue(Spread.of(List.of(0.0)).isKnown());
  }

  @Test
  void wishIsMetAtItsBoundAndNeverByNothing() {
    assertTrue(Wish.atLeast(10, Figure.RATE, Peer.HYPHA).met(10));
    assertFalse(Wish.atLeast(10, Figure.RATE, Peer.HYPHA).met(9.99));
    assertTrue(Wish.atMost(140, Figure.RSS).met(140));
    assertFalse(Wish.atMost(140, Figure.RSS).met(140.1));
    assertFalse(Wish.atMost(140, Figure.RSS).met(Double.NaN));
    assertFalse(Wish.atLeast(1, Figure.RSS).met(Double.NaN));
  }
}

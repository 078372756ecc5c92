package io.mycel.plugins.internal.manage;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RefresherTest {
  @Test
  void itIsDoneAgainAndAgainAlsoAfterAFailure() throws Exception {
    CountDownLatch times = new CountDownLatch(3);
    Refresher.Work failing =
        () -> {
          times.countDown();
          throw new IllegalStateException("a repository was not asked");
        };
    Refresher refresher = new Refresher(1, failing);
    try {
      assertTrue(times.await(1, TimeUnit.MINUTES), "left: " + times.getCount());
    } finally {
      refresher.close();
    }
  }

  @Test
  void itsEndInterruptsIt() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Refresher.Work endless =
        () -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
          } finally {
            ended.countDown();
          }
        };
    Refresher refresher = new Refresher(1, endless);
    assertTrue(begun.await(1, TimeUnit.MINUTES));
    refresher.close();
    assertTrue(ended.await(1, TimeUnit.MINUTES));
  }
}

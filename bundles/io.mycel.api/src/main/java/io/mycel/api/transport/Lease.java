package io.mycel.api.transport;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Leave to use the memory of a frame that arrived. Whoever is handed a lease calls exactly one of
 * its methods, exactly once, or hands it on.
 */
@ConsumerType
public interface Lease {
  /** Memory that belongs to nobody's pool: nothing happens. */
  Lease NONE =
      new Lease() {
        @Override
        public void release() {}

        @Override
        public void keep() {}
      };

  /** The frame is done with (written, dropped, decoded): its memory may be reused at once. */
  void release();

  /** A value shows this memory from now on: it leaves its pool for good and is never reused. */
  void keep();
}

package org.hotcut.turn.relay;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.hotcut.turn.relay.cfg}; changes are in force at once. */
@ObjectClassDefinition(id = "org.hotcut.turn.relay", name = "Hotcut TURN relay", description = "From which addresses and ports is relayed, and how much")
@interface Config {
    @AttributeDefinition(description = "Addresses to relay from: auto, an address, or ADDRESS=TOLD where clients and peers see another one (NAT); followed by "
        + "\"for NETWORK NETWORK\" it is for the peers of these networks only. Allocations at an address that is taken out end")
    String[] addresses() default "auto";

    @AttributeDefinition(description = "The lowest port to relay from", min = "1", max = "65535")
    int ports_from() default 49_152;

    @AttributeDefinition(description = "The highest port to relay from", min = "1", max = "65535")
    int ports_to() default 65_535;

    @AttributeDefinition(description = "How many allocations there may be; 0: any number", min = "0")
    int allocations_total() default 15_000;

    @AttributeDefinition(description = "How many allocations a user may have; 0: any number", min = "0")
    int allocations_user() default 50;

    @AttributeDefinition(description = "How many allocations there may be from one IPv4 address or IPv6 /64; 0: any number", min = "0")
    int allocations_source() default 1_000;

    @AttributeDefinition(description = "To how many addresses of peers an allocation may have permissions. ICE asks for one for each address of the other side", min = "1",
        max = "1000")
    int permissions() default 128;

    @AttributeDefinition(description = "How many channels an allocation may have", min = "1", max = "4096")
    int channels() default 128;

    @AttributeDefinition(description = "How many connections with peers an allocation over TCP may have (RFC 6062); 0: there are no such allocations", min = "0", max = "1000")
    int connections() default 16;

    @AttributeDefinition(description = "Whether channel numbers up to 0x7FFF are taken, which RFC 5766 had and coturn's own test client uses; RFC 8656 ends at 0x4FFF")
    boolean channels_to_7fff() default false;

    @AttributeDefinition(description = "Whether an allocation may follow its client to another address, when the client asks for that (RFC 8016)")
    boolean mobility() default true;

    @AttributeDefinition(description = "Bytes that an allocation may relay in a second, both ways together; packets above that are dropped, peers over TCP wait. 0: any number", min = "0")
    long speed_allocation() default 0;

    @AttributeDefinition(description = "Bytes that the allocations of a user may relay in a second, both ways together; packets above that are dropped, peers over TCP wait. 0: any number", min = "0")
    long speed_user() default 0;

    @AttributeDefinition(description = "Answers a second to datagrams from one IPv4 address or IPv6 /64 whose sender has not proven who he is", min = "1")
    int strangers_source() default 100;

    @AttributeDefinition(description = "Answers a second to all such datagrams", min = "1")
    int strangers_total() default 20_000;

    @AttributeDefinition(description = "The journal is replaced by a snapshot when it is longer than this many kilobytes", min = "1")
    int journal_kilobytes() default 16_384;
}

import { anyText, textLike } from "./matchers.js";
import { DEFAULTS, TestBed } from "./testClient.js";

let bed: TestBed;
beforeAll(async () => {
  bed = await TestBed.start();
});
afterAll(() => bed.close());

const { berlin, munich, hamburg, leipzig, singapore } = DEFAULTS;

function site(change: object = {}): unknown {
  return {
    edge_site: {
      name: "vienna",
      region_id: "eu-west-101",
      location: { zone_code: "de", address: "Vienna", name: "dropped", condition: { space: 1 } },
      ...change,
    },
  };
}

/** The reset voids tokens too, so every test starts with a client of its own. */
beforeEach(async () => {
  await bed.close();
  bed = await TestBed.start();
});

describe("CreateEdgeSite", () => {
  test("answers 200 with an initial site, completed", async () => {
    const { status, body } = await bed.v1("POST", "edge-sites", site());
    expect(status).toBe(200);
    expect(body.edge_site).toEqual({
      id: anyText,
      domain_id: bed.simulator.account,
      name: "vienna",
      description: "",
      region_id: "eu-west-101",
      project_id: null,
      availability_zone_id: null,
      status: "initial",
      location: {
        zone_code: "DE",
        address: "Vienna",
        condition: { environment: 0, space: 1, transport: 0, installation: "UNCLEAR" },
      },
      enterprise_project_id: "0",
      created_at: textLike(/\.\d{6}Z$/),
      updated_at: null,
    });
    expect((await bed.v1("GET", `edge-sites/${body.edge_site.id}`)).body).toEqual(body);
  });

  test("makes a site that takes an order", async () => {
    const { body } = await bed.v1("POST", "edge-sites", site());
    await bed.place(body.edge_site.id);
    expect(await bed.siteStatus(body.edge_site.id)).toBe("deploying");
  });

  test.each<[string, object, number, string]>([
    ["a name that exists", { name: "berlin" }, 400, "IES.00011001"],
    ["a name with a blank", { name: "a b" }, 400, "IES.00001005"],
    ["a name of 65 bytes", { name: "ä".repeat(32) + "a" }, 400, "IES.00001005"],
    ["an unknown region", { region_id: "mars-1" }, 404, "IES.00021001"],
    ["an unknown zone", { location: { zone_code: "XX", condition: {} } }, 400, "IES.00001005"],
    ["no condition", { location: { zone_code: "DE" } }, 400, "IES.00001005"],
    ["an unknown installation", { location: { condition: { installation: "MAYBE" } } }, 400, "IES.00001005"],
    ["a description with <", { description: "<b>" }, 400, "IES.00001005"],
    ["a description of 256 bytes", { description: "x".repeat(256) }, 400, "IES.00001005"],
    ["an unknown member", { nmae: "x" }, 400, "IES.00001005"],
  ])("refuses %s", async (_what, change, status, code) => {
    const reply = await bed.v1("POST", "edge-sites", site(change));
    expect([reply.status, reply.body.error_code]).toEqual([status, code]);
  });

  test("takes Chinese characters in a name", async () => {
    expect((await bed.v1("POST", "edge-sites", site({ name: "柏林-1_a" }))).status).toBe(200);
  });

  test("refuses the site that exceeds the quota with 400 IES.00001008", async () => {
    for (let index = 6; index <= 10; index++) {
      expect((await bed.v1("POST", "edge-sites", site({ name: `site-${index}` }))).status).toBe(200);
    }
    const { status, body } = await bed.v1("POST", "edge-sites", site({ name: "site-11" }));
    expect([status, body.error_code]).toEqual([400, "IES.00001008"]);
  });
});

describe("ListEdgeSites", () => {
  test.each([
    ["", [berlin, munich, hamburg, leipzig, singapore]],
    ["status=initial", [berlin, munich, singapore]],
    ["status=available&status=deploying", [hamburg, leipzig]],
    ["name=munich&name=berlin", [berlin, munich]],
    ["name=mun", []],
    [`id=${leipzig}&id=${berlin}`, [berlin, leipzig]],
    ["availability_zone_id=none", []],
    ["enterprise_project_id=0", [berlin, munich, hamburg, leipzig, singapore]],
    ["enterprise_project_id=all_granted_eps", [berlin, munich, hamburg, leipzig, singapore]],
    ["enterprise_project_id=00000000-0000-4000-8000-000000000000", []],
    ["sort_key=name&sort_dir=desc", [singapore, munich, leipzig, hamburg, berlin]],
    ["sort_key=status&sort_dir=asc&sort_key=name&sort_dir=desc", [hamburg, leipzig, singapore, munich, berlin]],
    ["limit=2", [berlin, munich]],
    [`limit=2&marker=${munich}`, [hamburg, leipzig]],
  ])("answers ?%s", async (query, ids) => {
    const { body } = await bed.v1("GET", `edge-sites?${query}`);
    expect(body.edge_sites.map(({ id }) => id)).toEqual(ids);
    expect(body.page_info.current_count).toBe(ids.length);
  });

  test.each(["status=Initial", "sort_key=color", "sort_dir=up"])("refuses ?%s", async (query) => {
    const { status, body } = await bed.v1("GET", `edge-sites?${query}`);
    expect([status, body.error_code]).toEqual([400, "IES.00001005"]);
  });
});

describe("one edge site", () => {
  test("that does not exist is 404 IES.00011002 for every operation", async () => {
    for (const [method, body] of [["GET"], ["PUT", { edge_site: {} }], ["DELETE"]] as const) {
      const reply = await bed.v1(method, "edge-sites/none", body);
      expect([reply.status, reply.body.error_code]).toEqual([404, "IES.00011002"]);
    }
  });

  test("changes its description, and its location while it is initial", async () => {
    const change = { edge_site: { description: "roof", location: { city: "Berlin", condition: { space: 2 } } } };
    const { status, body } = await bed.v1("PUT", `edge-sites/${berlin}`, change);
    expect(status).toBe(200);
    expect(body.edge_site).toMatchObject({ description: "roof", location: { zone_code: "DE", city: "Berlin" } });
    expect(body.edge_site.updated_at).not.toBeNull();
  });

  test("keeps its location once something is ordered: 400 IES.00011007", async () => {
    const refused = await bed.v1("PUT", `edge-sites/${leipzig}`, { edge_site: { location: { city: "Halle" } } });
    expect([refused.status, refused.body.error_code]).toEqual([400, "IES.00011007"]);
    expect((await bed.v1("PUT", `edge-sites/${leipzig}`, { edge_site: { description: "x" } })).status).toBe(200);
  });

  test.each([{ name: "other" }, { location: { address: "x" } }])("does not change %j", async (change) => {
    const { status, body } = await bed.v1("PUT", `edge-sites/${berlin}`, { edge_site: change });
    expect([status, body.error_code]).toEqual([400, "IES.00001005"]);
  });

  test("is deleted with 200 and no body while it is initial", async () => {
    const { status, body } = await bed.v1("DELETE", `edge-sites/${munich}`);
    expect([status, body]).toEqual([200, ""]);
    expect((await bed.v1("GET", `edge-sites/${munich}`)).status).toBe(404);
  });

  test.each([hamburg, leipzig])("is not deleted afterwards: 403 IES.00011003", async (id) => {
    const { status, body } = await bed.v1("DELETE", `edge-sites/${id}`);
    expect([status, body.error_code]).toEqual([403, "IES.00011003"]);
  });
});

import { createRouter, createWebHistory } from "vue-router";

import WorkPage from "./WorkPage.vue";

export const router = createRouter({
  history: createWebHistory("/console/"),
  routes: [
    {
      path: "/",
      component: WorkPage,
      children: [
        { path: "", name: "work", component: { render: () => null } },
        { path: "tickets/:id(\\d+)", name: "ticket", component: { render: () => null } },
      ],
    },
    { path: "/patrons", name: "patrons", component: () => import("../patron/PatronsPage.vue") },
    { path: "/patrons/:id(\\d+)", name: "patron", component: () => import("../patron/PatronsPage.vue") },
    { path: "/board", name: "board", component: () => import("../board/BoardPage.vue") },
    { path: "/reports", name: "reports", component: () => import("../reports/ReportsPage.vue") },
    { path: "/settings/:section?", name: "settings", component: () => import("../settings/SettingsPage.vue") },
    { path: "/:rest(.*)", redirect: { name: "work" } },
  ],
});

import type { lists as english } from "../en/lists";

/** 简体中文：标签与保存的视图，用到时加载。 */
export const lists: typeof english = {
  tags: {
    title: "#{id} 的标签", find: "标签，或一个新词", on: "本工单已有", others: "添加", create: "新标签“{name}”", none: "还没有标签：输入一个词并按回车。", takesAway: "移除",
    hint: "用来把相关工单归在一起的词。首次使用时自动建立，馆员可随时添加或移除。", libraryNone: "还没有使用任何标签。在工单上按 l 即可添加。", rename: "重命名“{name}”", remove: "从所有工单移除“{name}”", removed: "已移除 #{name}。", name: "名称", show: "带有 #{name} 的工单",
  },
  views: {
    everybody: "公共视图", mine: "我的视图", save: "将此列表保存为视图…", saveTitle: "保存此列表", hint: "它会出现在“视图”菜单和命令面板中，地址也可以转发。", name: "名称", shared: "供所有人使用", forMe: "仅供自己使用", whose: "使用范围", title: "保存的视图", change: "修改保存的视图…", changeOne: "修改“{name}”", noneYet: "暂无。先选好列表，再点“将此列表保存为视图…”。", none: "暂无。", remove: "移除“{name}”", removed: "已移除视图“{name}”。", saved: "已保存：{name}。", goTo: "视图：{name}",
    queue: "队列", channel: "渠道", lane: "状态", tag: "标签", owner: "谁手上的工单", words: "关键词", sort: "排序", any: "不限", list: "列表",
    why: { words: "关键词只能与队列和标签组合，最新的在前。", tagChannel: "按标签的列表不能再按渠道区分。", tagAside: "搁置的工单按原因列出，不按标签。", owner: "按处理人只能列出其手上未结束的工单。" },
  },
};
